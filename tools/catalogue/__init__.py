"""Makes the data in `linter/catalogue/data/tools` from Debian's packages. See `__main__.py`."""
