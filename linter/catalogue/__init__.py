"""What is known of command-line tools."""
