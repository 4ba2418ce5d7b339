"""What other tools export of an incident, read into what a record holds."""
