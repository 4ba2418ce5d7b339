"""What earlier runs found, so that a page that did not change is not parsed again."""
