"""Rules about metadata, freshness and suppressions."""
