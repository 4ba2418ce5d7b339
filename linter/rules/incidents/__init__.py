"""Rules about alert rules, and the pages they point at."""
