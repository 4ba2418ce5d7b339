"""What incident commands do: they change the record of an incident, and tell people."""
