"""The dashboards: one file each. A new one is a subclass of `Dashboard` in a file of its own."""
