"""Moving files and renaming headings together with every reference to them."""
