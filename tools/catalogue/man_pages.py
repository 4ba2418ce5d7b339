"""Options and subcommands named in manual pages.

An option counts as known if a page mentions it anywhere, so that what is said of an unknown one is sure.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

_OPTION = re.compile(r"(?<![\w.\-/@:+])(--?(?:\[no-\])?[A-Za-z0-9?#][\w-]*)")
_SECTIONS = ("1", "1ssl", "8", "1m")


def page(root: Path, name: str) -> str | None:
    """The text of a manual page in an unpacked folder, fonts and escapes taken out; None where there is none."""
    roff = _roff(root, name)
    return None if roff is None else plain(roff)


def _roff(root: Path, name: str) -> str | None:
    for section in _SECTIONS:
        for folder in (root / "usr/share/man", *root.glob("usr/share/postgresql/*/man")):
            path = folder / f"man{section[0]}" / f"{name}.{section}.gz"
            if path.exists():
                text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
                included = re.match(r"\s*\.so (?:man\d\w*/)?([\w.+-]+?)\.\d\w*", text)
                return _roff(root, included[1]) if included else text
    return None


def plain(roff: str) -> str:
    """The text that a manual page prints, near enough to find words in."""
    text = re.sub(r"(?m)^[.'](?:Fl|Op Fl|It Fl|Op Ns Fl) (\S+)", r"-\1", roff)
    text = re.sub(r"\bFl (\S+)", r"-\1", text)
    text = re.sub(r"\\f(?:\[\w*\]|\(..|.)|\\[&|^/,)]|\\s[-+]?\d", "", text)
    text = text.replace("\\-", "-").replace("\\(hy", "-").replace("\\(en", "-").replace("\\~", " ").replace("\\ ", " ")
    return re.sub(r"\\\*\([A-Za-z]{2}|\\m\[\w*\]", "", text)


def options(text: str) -> set[str]:
    """The options that a page mentions."""
    found: set[str] = set()
    for option in _OPTION.findall(text):
        if option.startswith("--[no-]"):
            found |= {"--" + option[7:], "--no-" + option[7:]}
        else:
            found.add(option.rstrip("-"))
    return found - {"-", "--"}


def verbs(root: Path, name: str) -> set[str]:
    """The subcommands that a page of systemd's lists: in bold, alone or with arguments, before a description."""
    roff = _roff(root, name) or ""
    commands = roff[roff.find('.SH "COMMANDS"') :] if '.SH "COMMANDS"' in roff else roff
    commands = re.split(r'\n\.SH "(?!COMMANDS)', commands)[0]
    found: set[str] = set()
    for heads in re.findall(r"\n\.PP\n((?:[^\n]*\\fB[^\n]+\n(?:\.br\n)?)+)\.RS", commands):
        found |= {verb.replace("\\-", "-") for verb in re.findall(r"\\fB([a-z][a-z\\-]+) ?\\fR", heads)}
    return found


def tree(root: Path, name: str, extra: tuple[str, ...] = (), *, nested: bool = True) -> dict[str, Any]:
    """A tool with one page for each subcommand, `git-commit`; `extra` pages are about all of them."""
    common = options(page(root, name) or "")
    for other in extra:
        common |= options(page(root, other) or "")
    top: dict[str, Any] = {"options": dict.fromkeys(sorted(common), "?"), "commands": {}}
    folder = root / "usr/share/man/man1"
    names = sorted({path.name.split(".")[0] for path in folder.glob(f"{name}-*.1*.gz")})
    for full in names:
        own = options(page(root, full) or "")
        node = top
        rest = full[len(name) + 1 :]
        for word in _words(rest, names, name) if nested else [rest]:
            node = node.setdefault("commands", {}).setdefault(word, {"options": {}})
        node["options"] = dict.fromkeys(sorted(own | {"-h", "--help"}), "?")
    return top


def _words(rest: str, names: list[str], prefix: str) -> list[str]:
    """`container-ls` is two words where there is a page for `container`; `list-tags` is one."""
    parts = rest.split("-")
    for at in range(1, len(parts)):
        first = "-".join(parts[:at])
        if f"{prefix}-{first}" in names:
            return [first, *_words("-".join(parts[at:]), names, f"{prefix}-{first}")]
    return [rest]
