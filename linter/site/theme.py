"""What a site's configuration is told once: our style sheet and script, and what the theme Material wants to know."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig

from linter.site.assets import ASSETS


def announce(config: MkDocsConfig) -> None:
    """Name all of it in a configuration. Plugins for several languages build with the same one again."""
    if f"{ASSETS}/site.css" not in config.extra_css:
        config.extra_css.append(f"{ASSETS}/site.css")
    if not any(str(script) == f"{ASSETS}/site.js" for script in config.extra_javascript):
        config.extra_javascript.append(f"{ASSETS}/site.js")
    _keep_search_offline(config)
    _name_statuses(config)


def _keep_search_offline(config: MkDocsConfig) -> None:
    """Material's offline plugin would load this script from the internet; we bring a copy."""
    if any(name in config.plugins for name in ("offline", "material/offline")):
        shims = config.extra.setdefault("polyfills", [])
        if not any("iframe-worker" in str(shim) for shim in shims):
            shims.append(f"{ASSETS}/iframe-worker.js")


def _name_statuses(config: MkDocsConfig) -> None:
    """Material shows a page's status in the navigation, with an explanation where one is given."""
    named = config.extra.setdefault("status", {})
    if isinstance(named, dict):
        named.setdefault("draft", "Draft")
        named.setdefault("retired", "Retired")
