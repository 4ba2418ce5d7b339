"""Which dashboards there are: our own, and those of the packages that the configuration names."""

from __future__ import annotations

import re

from linter.config import Config, ConfigError
from linter.plugins import DASHBOARDS, load_plugins
from linter.site.dashboards.actions import Actions
from linter.site.dashboards.alerts import Alerts
from linter.site.dashboards.commands import Commands
from linter.site.dashboards.dashboard import Dashboard
from linter.site.dashboards.freshness import Freshness
from linter.site.dashboards.incidents import Incidents
from linter.site.dashboards.links import Links
from linter.site.dashboards.overview import Overview
from linter.site.dashboards.scores import Scores
from linter.site.dashboards.services import Services
from linter.site.dashboards.severities import Severities

_OWN: tuple[type[Dashboard], ...] = (
    Scores,
    Freshness,
    Alerts,
    Services,
    Severities,
    Commands,
    Links,
    Actions,
    Incidents,
)
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def load_dashboards(config: Config) -> list[Dashboard]:
    """All dashboards in their order, the overview first.

    Packages are loaded only if `plugins:` names them. Raises ConfigError for one that cannot be used.
    """
    found: dict[str, Dashboard] = {}
    for origin, made in [*(("", own) for own in _OWN), *load_plugins(config, DASHBOARDS)]:
        if not (isinstance(made, type) and issubclass(made, Dashboard)):
            raise ConfigError(f"{origin}: {made!r} is no Dashboard")
        if not _NAME.fullmatch(made.name) or made.name in ("index", "rules"):
            raise ConfigError(f"{origin}: the dashboard name `{made.name}` is not kebab case, or is kept for our own")
        if made.name in found:
            raise ConfigError(f"{origin}: the dashboard `{made.name}` is there already")
        found[made.name] = made()
    others = sorted(found.values(), key=lambda dashboard: (dashboard.order, dashboard.name))
    return [Overview(others), *others]
