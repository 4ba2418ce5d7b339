"""Where a reader reports that a step failed."""

from __future__ import annotations

from urllib.parse import urlsplit


def issue_template(repo_url: str) -> str:
    """The URL of a new issue with `{title}` and `{body}` to fill in; empty where its host is unknown."""
    base = repo_url.rstrip("/").removesuffix(".git")
    host = urlsplit(base).hostname or ""
    if host == "github.com" or host.startswith("github."):
        return f"{base}/issues/new?title={{title}}&body={{body}}"
    if "gitlab" in host:
        return f"{base}/-/issues/new?issue[title]={{title}}&issue[description]={{body}}"
    return ""
