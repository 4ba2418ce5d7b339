"""What other linters' configurations come to: a configuration of ours, a kind of document, and what does not map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

Values = Mapping[str, Any]


class Migration(NamedTuple):
    """What one file, or several, say in our terms.

    `rules` are levels by rule, `exclude` globs of pages, `ignore` globs of URLs, each with a reason; `kind` is the
    schema of a kind of document and `paths` the pages that it is for. `unmapped` says a line each what has no
    counterpart, and what to do about it.
    """

    rules: Mapping[str, str] = {}
    exclude: tuple[str, ...] = ()
    ignore: tuple[tuple[str, str], ...] = ()
    kind: Values | None = None
    paths: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()


def joined(migrations: Iterable[Migration]) -> Migration:
    """Several as one; of two that speak of one rule or kind, the last counts."""
    whole = Migration()
    for one in migrations:
        whole = Migration(
            {**whole.rules, **one.rules},
            tuple(dict.fromkeys((*whole.exclude, *one.exclude))),
            tuple(dict.fromkeys((*whole.ignore, *one.ignore))),
            one.kind or whole.kind,
            tuple(dict.fromkeys((*whole.paths, *one.paths))),
            (*whole.unmapped, *one.unmapped),
        )
    return whole


def config_text(migration: Migration, sources: Sequence[str]) -> str:
    """The text of runbook-linter.yml."""
    values: dict[str, Any] = {}
    if migration.exclude:
        values["exclude"] = list(migration.exclude)
    if migration.kind:
        values["schemas"] = ["schemas"]
        values["overrides"] = [{"paths": list(migration.paths or ("**/*.md",)), "kind": migration.kind["kind"]}]
    if migration.rules:
        values["rules"] = dict(migration.rules)
    if migration.ignore:
        values["links"] = {"ignore": [{"url": url, "reason": reason} for url, reason in migration.ignore]}
    said = f"# From {', '.join(sources)}.\n"
    return said + (_yaml(values) if values else "")


def schema_text(kind: Values) -> str:
    """The text of the kind's schema file."""
    return "# yaml-language-server: $schema=document-kind.schema.json\n" + _yaml(kind)


def _yaml(values: Values) -> str:
    text: str = yaml.safe_dump(dict(values), sort_keys=False, allow_unicode=True, width=110, default_flow_style=False)
    return text
