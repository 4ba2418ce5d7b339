"""markdownlint's configuration, and markdownlint-cli2's around it.

https://github.com/DavidAnson/markdownlint#optionsconfig, https://github.com/DavidAnson/markdownlint-cli2#configuration
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from linter.kinds.titles import fold_title
from linter.migrating.migration import Migration

_ALIASES: Mapping[str, str] = {
    "commands-show-output": "MD014",
    "no-bare-urls": "MD034",
    "fenced-code-language": "MD040",
    "no-empty-links": "MD042",
    "required-headings": "MD043",
    "required-headers": "MD043",
    "link-fragments": "MD051",
    "reference-links-images": "MD052",
}
_RULES: Mapping[str, str] = {
    "MD014": "prompt-in-copyable-block",
    "MD034": "bare-url",
    "MD040": "fence-without-language",
    "MD051": "dead-anchor",
    "MD052": "undefined-reference",
}
_OF_THE_RUN = ("default", "extends", "$schema")
_OF_CLI2 = ("config", "globs", "ignores", "$schema")
_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


def from_markdownlint(values: Mapping[str, Any], kind: str) -> Migration:
    """What `.markdownlint.*` says. `kind` is the name for the kind that the required headings become."""
    rules: dict[str, str] = {}
    unmapped: list[str] = []
    style: list[str] = []
    schema: Mapping[str, Any] | None = None
    for key, setting in values.items():
        rule = _ALIASES.get(str(key).lower(), str(key).upper())
        if key in _OF_THE_RUN:
            if key == "extends":
                unmapped.append(f"extends: {setting} is not followed; migrate that file as well")
        elif rule == "MD043":
            schema, more = _kind_of(setting, kind)
            unmapped += more
        elif rule == "MD042":
            unmapped.append("MD042: dead-link finds empty links among all other dead ones; it stays on")
        elif rule in _RULES:
            rules[_RULES[rule]] = _level(setting)
            if isinstance(setting, Mapping):
                kept = ", ".join(str(name) for name in setting if name not in ("enabled", "severity"))
                unmapped += [f"{rule}: {kept}: {_RULES[rule]} has no such options"] if kept else []
        else:
            style.append(str(key))
    if style:
        unmapped.append(f"{', '.join(style)}: style, which markdownlint goes on checking")
    return Migration(rules, kind=schema, unmapped=tuple(unmapped))


def from_cli2(values: Mapping[str, Any], kind: str) -> Migration:
    """What `.markdownlint-cli2.*` says: its rules, for its globs."""
    config = values.get("config")
    migration = from_markdownlint(config if isinstance(config, Mapping) else {}, kind)
    globs = _texts(values.get("globs"))
    negated = [glob.lstrip("!#") for glob in globs if glob.startswith(("!", "#"))]
    others = [str(key) for key in values if key not in _OF_CLI2]
    unmapped = [f"{', '.join(others)}: only markdownlint-cli2 knows these"] if others else []
    return migration._replace(
        exclude=tuple(_glob(glob) for glob in [*_texts(values.get("ignores")), *negated]),
        paths=tuple(_glob(glob) for glob in globs if not glob.startswith(("!", "#"))) if migration.kind else (),
        unmapped=(*migration.unmapped, *unmapped),
    )


def _level(setting: Any) -> str:
    if isinstance(setting, Mapping):
        setting = setting.get("severity", setting.get("enabled", True))
    if setting is False:
        return "off"
    return "error" if setting == "error" else "warning"


def _kind_of(setting: Any, name: str) -> tuple[Mapping[str, Any] | None, list[str]]:
    """The schema with the headings of MD043, and what of them it cannot say."""
    given = (setting.get("headings") or setting.get("headers")) if isinstance(setting, Mapping) else None
    headings = _texts(given)
    if not headings:
        return None, []
    unmapped = []
    if setting.get("match_case"):
        unmapped.append("MD043: match_case: a title is the same in any case here")
    known = ("*", "+", "?")
    odd = [entry for entry in headings if entry not in known and not _HEADING.fullmatch(entry)]
    unmapped += [f"MD043: `{entry}`: only headings and `*`, `+`, `?` are read" for entry in odd]
    if any(entry in ("+", "?") for entry in headings):
        unmapped.append("MD043: `+` and `?`: other sections are allowed, and none is demanded in their place")
    found = [(len(match[1]), match[2].strip()) for match in map(_HEADING.fullmatch, headings) if match]
    for title in (title for level, title in found if level == 1):
        unmapped.append(f"MD043: `# {title}`: the page's own title is not fixed; the rule `title` asks for one")
    unmapped += [f"MD043: `{title}`: a title here has letters or digits" for _, title in found if not fold_title(title)]
    found = [entry for entry in found if entry[0] > 1 and fold_title(entry[1])]
    least = min((level for level, _ in found), default=0)
    sections = list(_nested(found, least, {}))
    if not sections:
        return None, unmapped
    return {
        "kind": name,
        "title": name.replace("-", " ").capitalize(),
        "profiles": ["standard"],
        "default_profile": "standard",
        "strict": not any(entry in known for entry in headings),
        "sections": sections,
    }, unmapped


def _nested(found: Sequence[tuple[int, str]], level: int, taken: dict[str, int]) -> Iterator[dict[str, Any]]:
    """The sections of a level, each with those below it. A title that comes again may simply come again."""
    at = 0
    known: dict[str, dict[str, Any]] = {}
    while at < len(found):
        title = found[at][1]
        end = at + 1
        while end < len(found) and found[end][0] > level:
            end += 1
        inner = found[at + 1 : end]
        at = end
        if fold_title(title) in known:
            known[fold_title(title)]["repeat"] = True
            continue
        section: dict[str, Any] = {"id": _id(title, taken), "title": title, "required": ["standard"]}
        if inner:
            section["sections"] = list(_nested(inner, min(depth for depth, _ in inner), taken))
        known[fold_title(title)] = section
    yield from known.values()


def _id(title: str, taken: dict[str, int]) -> str:
    name = _NOT_IN_IDS.sub("-", title.lower()).strip("-")
    name = name if name and name[0].isalpha() else f"section-{name}".strip("-")
    taken[name] = taken.get(name, 0) + 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"


def _texts(value: Any) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def _glob(glob: str) -> str:
    """As our configuration has it: relative to the root, `**` for a whole folder."""
    glob = glob.removeprefix("./").removeprefix("/")
    return f"{glob}**" if glob.endswith("/") else glob
