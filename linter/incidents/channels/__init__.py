"""The services that are told of an incident: one file each."""
