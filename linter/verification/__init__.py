"""Verified pages: the stamp that says who tried a page's commands and when, and trying the ones marked for it."""
