"""How the score came to be: the same rules over the commits of the past, read from Git and never checked out."""
