"""Programs that write generated files of the project."""
