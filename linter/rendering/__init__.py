"""One page rendered two ways: as CommonMark and as the site's python-markdown, and where the two differ."""
