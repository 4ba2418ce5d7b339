"""What is linted: a page, real pages, and generated knowledge bases of any size."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_WORDS = [
    "the",
    "service",
    "database",
    "replica",
    "node",
    "disk",
    "volume",
    "queue",
    "consumer",
    "lag",
    "latency",
    "error",
    "request",
    "timeout",
    "pod",
    "cluster",
    "leader",
    "follower",
    "certificate",
    "memory",
    "restart",
    "traffic",
    "region",
    "backup",
    "snapshot",
    "index",
    "cache",
    "token",
    "session",
    "limit",
]
_SECTIONS = ("Meaning", "Impact", "Diagnosis", "Mitigation", "Verification", "Escalation")


class Corpus(NamedTuple):
    """A page or folder to lint; `reason` says why it is not there."""

    name: str
    path: Path
    pages: int = 0
    characters: int = 0
    reason: str = ""


def corpora(folder: Path, real: Path, names: Sequence[str], pages: int) -> Iterator[Corpus]:
    """The corpora asked for; generated ones are written below `folder`."""
    for name in names:
        if name == "page":
            target = folder / "page"
            generate(target, 1, 5000)
            yield Corpus(name, target / "page-0.md", 1, 5000)
        elif name == "openshift":
            found = sorted((real / "openshift+runbooks").rglob("*.md"))
            if found:
                size = sum(path.stat().st_size for path in found)
                yield Corpus(name, (real / "openshift+runbooks").resolve(), len(found), size)
            else:
                yield Corpus(name, real, reason=f"not in {real}")
        else:
            count = 450 if name == "medium" else pages
            target = folder / name
            size = generate(target, count, 4900)
            yield Corpus(name, target, count, size)


def generate(folder: Path, pages: int, characters: int) -> int:
    """Write runbooks that look like real ones, the same on every machine; returns how many characters they hold."""
    folder.mkdir(parents=True)
    chance = random.Random(pages)
    total = 0
    for number in range(pages):
        text = _page(chance, number, pages, characters)
        total += len(text)
        (folder / f"page-{number}.md").write_text(text, encoding="utf-8")
    return total


def _page(chance: random.Random, number: int, pages: int, characters: int) -> str:
    parts = [f"# Alert{number}\n"]
    size = 0
    while size < characters:
        for section in _SECTIONS:
            parts.append(f"## {section}\n" if size < 1200 else f"### More on {section.lower()} {len(parts)}\n")
            parts.append(_block(chance, pages))
            parts.append(_block(chance, pages))
            size = sum(map(len, parts))
            if size >= characters:
                break
    return "\n".join(parts)


def _block(chance: random.Random, pages: int) -> str:
    kind = chance.random()
    if kind < 0.5:
        link = f" See [page](page-{chance.randrange(pages)}.md)." if chance.random() < 0.4 else ""
        return (
            f"{_sentence(chance)} Use `{chance.choice(_WORDS)}` here. {_sentence(chance)}{link}\n{_sentence(chance)}\n"
        )
    if kind < 0.7:
        return "".join(f"{n}. {_sentence(chance)}\n" for n in range(1, chance.randint(3, 6)))
    if kind < 0.9:
        first, second = chance.choice(_WORDS), chance.choice(_WORDS)
        return f"```bash\nkubectl get pods -n {first}\nkubectl describe node {second}\n```\n"
    rows = "".join(f"| {chance.choice(_WORDS)} | {_sentence(chance)} |\n" for _ in range(4))
    return f"| Name | What |\n| --- | --- |\n{rows}"


def _sentence(chance: random.Random) -> str:
    words = " ".join(chance.choice(_WORDS) for _ in range(chance.randint(6, 14)))
    return f"{words.capitalize()}."
