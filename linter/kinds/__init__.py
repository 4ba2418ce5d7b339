"""Document kinds: what a runbook or a post-mortem must hold, which kind a page is, and how well it fits."""
