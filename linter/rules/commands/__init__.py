"""Rules about the commands a page gives its reader."""
