"""The knowledge base as a whole: its files, its site, its Git history, the facts of its sources."""
