"""Other people's sites: is what our pages link to still there? Nothing here opens a socket without being asked to."""
