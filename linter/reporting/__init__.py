"""Reports: one function each, from a Run to text."""
