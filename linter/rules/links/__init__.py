"""Rules about links, anchors and images."""
