"""Rules about post-mortems: timelines, metrics, action items."""
