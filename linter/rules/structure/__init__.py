"""Structure: the sections a page has, their order and what they hold."""
