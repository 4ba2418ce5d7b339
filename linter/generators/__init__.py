"""What is written to begin with: pages, alerts, kinds, rules, post-mortems, a knowledge base."""
