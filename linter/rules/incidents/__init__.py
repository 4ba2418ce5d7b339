"""Rules about the records of incidents, and the templates that are filled from them."""
