"""The links of a built site, checked where they lie: a folder of HTML files, and no network."""
