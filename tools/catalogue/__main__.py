"""`python -m tools.catalogue WORK`: makes the catalogue of tools anew from Debian's packages.

Fetches the packages that `tools.yml` names into the folder WORK (nothing is installed), asks the programs for help
and reads the manual pages, and writes `linter/catalogue/data/tools`. Takes some minutes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from linter.catalogue.learn import accepts, ask, learn
from linter.files import write_atomically
from tools.catalogue import man_pages
from tools.catalogue.debian import unpacked, version_of

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "linter/catalogue/data/tools"


def main(arguments: list[str]) -> int:
    """Make all tools' files; returns the exit status."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    spec = yaml.safe_load((HERE / "tools.yml").read_text(encoding="utf-8"))
    work = Path(arguments[0]).resolve()
    index: dict[str, str] = {}
    for data in _all(spec, work):
        name = data["tool"]
        index[name] = name
        index.update(dict.fromkeys(data.get("aliases", ()), name))
        write_atomically(DATA / f"{name}.json", json.dumps(data, separators=(",", ":"), sort_keys=True) + "\n")
        print(f"{name}: {', '.join(data['versions'])}")
    write_atomically(DATA / "index.json", json.dumps(index, separators=(",", ":"), sort_keys=True) + "\n")
    return 0


def _all(spec: Mapping[str, Any], work: Path) -> Iterator[dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {}
    for name, about in spec["ask"].items():
        made[name] = _asked(name, about, work)
    for kind in ("pages", "verbs"):
        for name, about in spec[kind].items():
            made[name] = _from_pages(name, about, kind, work, spec["releases"])
    for package, names in spec["flat"].items():
        for name in names:
            about = {"packages": [package], **(spec["flat_details"].get(name) or {})}
            made[name] = _from_pages(name, about, "flat", work, spec["releases"])
    made["openssl"] = _from_pages("openssl", {"packages": ["openssl"]}, "openssl", work, spec["releases"])
    for name in spec["single"]:
        made[name]["style"] = "single"
    for name, about in spec["like"].items():
        made[name] = _like(name, about, made[about["of"]])
    yield from made.values()


def _asked(name: str, about: Mapping[str, Any], work: Path) -> dict[str, Any]:
    """A program of each release, asked; what only one of them lists is tried on the other, where it may be hidden."""
    asked = []
    for release, package in about["packages"].items():
        root = unpacked(release, [package], work)
        run = ask(str(next(root.glob(f"usr/bin/{name}"))))
        kept = work / f"{name}-{release}.json"
        if not kept.exists():
            kept.write_text(json.dumps(learn(name, run, _today())))
        asked.append((run, json.loads(kept.read_text()), release, package))
    data = dict(asked[0][1])
    for _, other, _, _ in asked[1:]:
        data["versions"] = [*data["versions"], *other["versions"]]
        data["style"] = other["style"]
    data["root"] = _merged([found["root"] for _, found, _, _ in asked], (), [run for run, *_ in asked])
    data["source"] = "; ".join(
        f"{package} {version_of(release, package, work)} (Debian {release})" for _, _, release, package in asked
    )
    data["closed"] = True
    for path, options in about.get("hidden", {}).items():
        for option in options:
            if all(accepts(run, path.split(), option) for run, *_ in asked):
                _node(data["root"], path.split())["options"][option] = "="
    for path, operands in about.get("stops", {}).items():
        _node(data["root"], path.split())["stops"] = operands
    for plugin in about.get("also", ()):
        data["root"]["commands"].setdefault(plugin, {"options": {}, "open": True})
    return {**data, **{key: about[key] for key in ("plugins", "aliases", "siblings") if key in about}}


def _merged(nodes: list[Any], path: tuple[str, ...], runs: list[Any]) -> dict[str, Any]:
    """One tree of several versions' trees; an entry that some lack says which have it."""
    trees = [node if isinstance(node, dict) else {"options": {}} for node in nodes]
    there = [at for at, node in enumerate(nodes) if isinstance(node, dict)]
    merged: dict[str, Any] = {"options": {}}
    for option in sorted({option for tree in trees for option in tree["options"]}):
        having = [at for at in there if option in trees[at]["options"] or (path and accepts(runs[at], path, option))]
        how = next(tree["options"][option] for tree in reversed(trees) if option in tree["options"])
        merged["options"][option] = how if having == there else f"{how}@{','.join(map(str, having))}"
    if there and len(there) < len(nodes):
        merged["in"] = there
    names = sorted({name for tree in trees for name in tree.get("commands", {})})
    for name in names:
        found = [tree.get("commands", {}).get(name) for tree in trees]
        alias = next((value for value in found if isinstance(value, str)), None)
        if alias and not any(isinstance(value, dict) for value in found):
            merged.setdefault("commands", {})[name] = alias
        else:
            merged.setdefault("commands", {})[name] = _merged(found, (*path, name), runs)
    return merged


def _from_pages(name: str, about: Mapping[str, Any], kind: str, work: Path, releases: Iterable[str]) -> dict[str, Any]:
    packages = about["packages"]
    release, package = ("trixie", packages[0]) if isinstance(packages, list) else next(iter(packages.items()))
    root = unpacked(release, [package], work)
    version = version_of(release, package, work)
    if kind == "pages":
        tree = man_pages.tree(root, name, nested=about.get("nested", True))
    elif kind == "openssl":
        tree = man_pages.tree(root, name, extra=tuple(f"openssl-{page}-options" for page in _OPENSSL))
        tree["open"] = True
        for node in tree["commands"].values():
            node["options"].update(tree["options"])
    else:
        text = man_pages.page(root, name)
        if text is None:
            raise SystemExit(f"{name}: {package} has no such manual page")
        tree = {"options": dict.fromkeys(sorted(man_pages.options(text) | {"--help", "--version"}), "?")}
    if kind == "verbs":
        tree["commands"] = {verb: {"options": {}} for verb in sorted(man_pages.verbs(root, name))}
    for option, how in about.get("values", {}).items():
        tree["options"][option] = how
    stops = about.get("stops", {})
    for path, operands in (stops if isinstance(stops, dict) else {"": stops}).items():
        _node(tree, path.split())["stops"] = operands
    return {
        "tool": name,
        "style": "getopt",
        "closed": True,
        "plugins": bool(about.get("plugins", False)),
        "versions": [version],
        "source": f"the manual page of {package} {version} (Debian {release})",
        "taken": _today(),
        "root": tree,
    }


_OPENSSL = ("format", "verification", "passphrase", "namedisplay")


def _like(name: str, about: Mapping[str, Any], model: Mapping[str, Any]) -> dict[str, Any]:
    commands = {sub: model["root"]["commands"][sub] for sub in about["same"] if sub in model["root"]["commands"]}
    commands.update({sub: {"options": {}, "open": True} for sub in about["open"]})
    return {
        **{key: value for key, value in model.items() if key not in ("aliases", "siblings")},
        "tool": name,
        "plugins": about["plugins"],
        "source": about["source"],
        "root": {"options": model["root"]["options"], "commands": commands},
    }


def _node(root: dict[str, Any], path: list[str]) -> dict[str, Any]:
    for name in path:
        found = root["commands"][name]
        root = root["commands"][found] if isinstance(found, str) else found
    return root


def _today() -> str:
    return date.today().isoformat()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
