"""Moves: what leads somewhere before leads to the same place after, and nothing is done by halves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from linter.moving.carry_out import carry_out
from linter.moving.moved_tree import Move, MovedTree
from linter.moving.plan import PlanError
from linter.project.tree import ListedTree
from tests.moves import links_found, move, plan_of, project_of, rename, text_of

Write = Callable[[Mapping[str, str]], Path]

MKDOCS = "site_name: Runbooks\nnav:\n  - Home: index.md\n  - Disk:\n      - 'disk/full.md'\n      - disk/index.md\n"
BASE = {
    "docs/index.md": "# Home\n\n[a](disk/full.md) [b](./disk/full.md#steps) [c](disk/) [d](net/dns.md?x=1#y)\n",
    "docs/disk/index.md": "# Disk\n\n[a](full.md) [b](../index.md) [c](#disk) ![d](img/a.png) [e](..)\n",
    "docs/disk/full.md": "# Full\n\n## Steps\n\n[a](index.md) [b](../net/dns.md#ask) [c](./) [d][r]\n\n"
    "<img src='x.png'>\n\n"
    '![p](img/a.png)\n\n[r]: <../net/two words.md> "T"\n',
    "docs/disk/img/a.png": "",
    "docs/net/dns.md": "# DNS\n\n## Ask\n\n[a][full] [b][full] [c](../disk/full.md)\n\n[full]: ../disk/full.md#steps\n",
    "docs/net/two words.md": "# 2\n\n[a](dns.md) [b](two%20words.md) [c](<../index.md>) [d](../../scripts/run.sh)\n",
    "scripts/run.sh": "true\n",
    "README.md": "# About\n\n[a](docs/disk/full.md) [b](/docs/disk/full.md) [c](docs/disk/) [d](/docs/net)\n",
}


MOVES = [
    ("docs/disk/full.md", "docs/net/full.md"),
    ("docs/disk/full.md", "docs/full.md"),
    ("docs/disk/full.md", "docs/disk/deep/er/no space left.md"),
    ("docs/disk/index.md", "docs/disk/README.md"),
    ("docs/disk/index.md", "docs/disk/overview.md"),
    ("docs/disk/img", "docs/pictures"),
    ("docs/disk/img/a.png", "docs/a (1).png"),
    ("docs/disk", "docs/net/disk"),
    ("docs/disk", "volumes"),
    ("docs/net", "docs/disk/net"),
    ("docs/net/two words.md", "docs/three & words.md"),
    ("docs/index.md", "docs/disk/start.md"),
    ("README.md", "docs/disk/README.md"),
    ("README.md", "CONTRIBUTING.md"),
    ("scripts", "tools/scripts"),
    ("docs/net/dns.md", "docs/net/größe.md"),
]


@pytest.mark.parametrize(("old", "new"), MOVES)
@pytest.mark.parametrize("mkdocs", ["", MKDOCS, MKDOCS + "use_directory_urls: false\n"])
def test_a_move_makes_no_dead_link(knowledge_base: Write, old: str, new: str, mkdocs: str) -> None:
    folder = knowledge_base({**BASE, **({"mkdocs.yml": mkdocs} if mkdocs else {})})
    before = links_found(folder, old, new)
    move(folder, old, new)
    assert links_found(folder) == before
    assert not (folder / old).exists()
    assert (folder / new).exists()


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_moving_to_and_fro_settles(knowledge_base: Write, old: str, new: str) -> None:
    folder = knowledge_base({**BASE, "mkdocs.yml": MKDOCS})
    states = []
    for _ in range(2):
        move(folder, old, new)
        move(folder, new, old)
        states.append({path: (folder / path).read_bytes() for path in BASE})
    assert states[0] == states[1]


@pytest.mark.parametrize(
    ("old", "new"), [("docs/disk", "docs/volumes"), ("docs/net", "docs/disk/net"), ("scripts", "a/b")]
)
def test_moving_a_folder_back_gives_every_byte_back(knowledge_base: Write, old: str, new: str) -> None:
    folder = knowledge_base(BASE)
    move(folder, old, new)
    move(folder, new, old)
    assert {path: text_of(folder, path) for path in BASE} == BASE


def test_the_rest_of_the_bytes_stay(knowledge_base: Write) -> None:
    text = "\ufeff# A\r\n\r\n[x](b.md 'T')\r\n\r\n```\r\n[x](b.md)\r\n```\r\n[y]:\r\n  b.md\r\n[y]"
    folder = knowledge_base({"a.md": text, "b.md": "# B\n"})
    move(folder, "b.md", "c/b.md")
    wanted = text.replace("(b.md '", "(c/b.md '").replace("  b.md", "  c/b.md")
    assert (folder / "a.md").read_bytes().decode("utf-8") == wanted


def test_the_navigation_follows(knowledge_base: Write) -> None:
    folder = knowledge_base({**BASE, "mkdocs.yml": MKDOCS})
    assert not move(folder, "docs/disk", "docs/vol: umes").notes
    assert [entry.path for entry in project_of(folder).site.nav or ()] == [
        "docs/index.md",
        "docs/vol: umes/full.md",
        "docs/vol: umes/index.md",
    ]
    left = move(folder, "docs/vol: umes/full.md", "old.md").notes
    assert left[0] == "mkdocs.yml:5: `vol: umes/full.md` leaves the site: remove the entry"


def test_successors_follow_and_lead(knowledge_base: Write) -> None:
    files = {
        "docs/a.md": "---\nstatus: retired\nsuccessor: new/b.md#c\n---\n# A\n",
        "docs/c.md": '---\nstatus: retired\nsuccessor: "docs/new/b"\n---\n# C\n',
        "docs/new/b.md": "---\nsuccessor: ../a.md\n---\n# B\n\n## C\n",
    }
    folder = knowledge_base(files)
    move(folder, "docs/new/b.md", "docs/b.md")
    assert "successor: b.md#c\n" in text_of(folder, "docs/a.md")
    assert 'successor: "docs/b"\n' in text_of(folder, "docs/c.md")
    assert "successor: a.md\n" in text_of(folder, "docs/b.md")


ALERTS = (
    "groups:\n  - name: g\n    rules:\n"
    "      - alert: DiskFull\n        expr: up == 0\n        annotations:\n"
    '          runbook_url: "https://runbooks.example.com/disk/Full/#steps"\n'
    "      - alert: Other\n        expr: up == 0\n        annotations:\n"
    "          runbook_url: https://git.example.com/blob/docs/disk/Full.md\n"
)
SETTINGS = (
    'alerts:\n  rules: ["rules/*.yml"]\n  runbook_urls:\n    "https://runbooks.example.com/": "docs/"\n'
    '    "https://git.example.com/blob/docs/": "docs/"\n'
)


def test_alerts_follow_in_the_form_of_their_address(knowledge_base: Write) -> None:
    files = {
        "runbook-linter.yml": SETTINGS,
        "rules/a.yml": ALERTS,
        "docs/disk/Full.md": "# Full\n\n## Steps\n",
        "docs/b.md": "# B\n\nhttps://runbooks.example.com/disk/Full/ <https://git.example.com/blob/docs/disk/Full.md>\n",
    }
    folder = knowledge_base(files)
    assert not move(folder, "docs/disk", "docs/storage").notes
    assert text_of(folder, "rules/a.yml") == ALERTS.replace("/disk/", "/storage/")
    assert text_of(folder, "docs/b.md") == files["docs/b.md"].replace("/disk/", "/storage/")
    rename(folder, "docs/storage/Full.md", "Steps", "What to do")
    assert "storage/Full/#what-to-do" in text_of(folder, "rules/a.yml")
    left = move(folder, "docs/storage/Full.md", "Full.md").notes
    assert [note.partition(": ")[0] for note in left] == [
        "docs/b.md:3",
        "docs/b.md:3",
        "rules/a.yml:7",
        "rules/a.yml:11",
    ]


def test_settings_that_name_what_is_moved_are_named(knowledge_base: Write) -> None:
    folder = knowledge_base({"runbook-linter.yml": 'exclude: ["old/*"]\n', "old/a.md": "# A\n"})
    notes = move(folder, "old", "new").notes
    assert notes == ("runbook-linter.yml:1: names what is moved: look whether it still holds",)


def test_what_cannot_be_is_refused_and_changes_nothing(knowledge_base: Write) -> None:
    folder = knowledge_base({**BASE, "mkdocs.yml": MKDOCS})
    for old, new, why in (
        ("docs/gone.md", "docs/a.md", "no such file or folder"),
        ("docs/disk", "docs/disk/inner", "lies inside of docs/disk"),
        ("docs/disk", "docs/net", "is there already"),
        ("docs/disk", "README.md/disk", "README.md is a file"),
        ("docs", "pages", "holds the whole site"),
        ("mkdocs.yml", "docs/mkdocs.yml", "belongs where it is"),
    ):
        with pytest.raises(PlanError, match=why):
            plan_of(folder, old, new)
    (folder / "docs/utf16.md").write_bytes("# Ä\n".encode("utf-16"))
    with pytest.raises(PlanError, match=r"docs/utf16\.md: cannot be read, so nothing was changed"):
        plan_of(folder, "docs/disk", "docs/d")


def test_a_move_that_fails_midway_is_taken_back(knowledge_base: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = knowledge_base(BASE)
    plan = plan_of(folder, "docs/disk", "a/b/disk")
    from linter.moving import carry_out as module

    write = module.write_atomically
    calls: list[Path] = []

    def failing(path: Path, text: str) -> None:
        calls.append(path)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        write(path, text)

    monkeypatch.setattr(module, "write_atomically", failing)
    with pytest.raises(PlanError, match="No space left on device, so nothing was changed"):
        carry_out(plan, folder, Move("docs/disk", "a/b/disk"))
    assert len(calls) > 3
    assert not (folder / "a").exists()
    assert {path: text_of(folder, path) for path in BASE} == BASE


def test_the_tree_after_a_move() -> None:
    tree = MovedTree(ListedTree(["a/b.md", "a/c/d.md", "e.md"]), Move("a/c", "f/g"))
    assert sorted(tree.files()) == ["a/b.md", "e.md", "f/g/d.md"]
    assert tree.is_file("f/g/d.md")
    assert not tree.is_file("a/c/d.md")
    assert tree.is_dir("f")
    assert tree.is_dir("f/g")
    assert not tree.is_dir("a/c")
    assert (tree.names(""), tree.names("f"), tree.names("a")) == ({"a", "e.md", "f"}, {"g"}, {"b.md"})
