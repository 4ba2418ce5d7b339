"""The services that incident commands talk to, one file each: which calls are made, and how their answers are read."""
