"""Moves and renamed headings: what leads somewhere before leads to the same place after, in the form it was written."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.config import Config, find_config, read_config
from linter.moving.carry_out import carry_out
from linter.moving.heading import plan_heading
from linter.moving.move import plan_move
from linter.moving.moved_tree import Move, MovedTree
from linter.moving.plan import Plan, PlanError
from linter.project.discovery import discover
from linter.project.project import Project
from linter.project.reading import UnreadableError, read_text
from linter.project.tree import DiskTree, ListedTree
from tests.conftest import TODAY, lint_folder

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


def _project(folder: Path) -> Project:
    found = find_config(folder)
    config = read_config(found) if found and found.parent == folder else Config()

    def read(path: str) -> str | None:
        try:
            return read_text(folder, path)
        except UnreadableError:
            return None

    pages = discover(folder, [folder], config.exclude).pages
    return Project(folder, config, DiskTree(folder), TODAY, {}, pages, whole=True, read=read)


def _plan(folder: Path, old: str, new: str) -> Plan:
    project = _project(folder)
    files = [path for path in project.tree.files() if path == old or path.startswith(old + "/")]
    return plan_move(project, Move(old, new), project.pages, files)


def _move(folder: Path, old: str, new: str) -> Plan:
    plan = _plan(folder, old, new)
    carry_out(plan, folder, Move(old, new))
    return plan


def _rename(folder: Path, page: str, old: str, new: str) -> Plan:
    project = _project(folder)
    plan = plan_heading(project, page, old, new, project.pages)
    carry_out(plan, folder)
    return plan


def _found(folder: Path, old: str = "", new: str = "") -> list[tuple[str, str]]:
    """(path, rule) of each finding about links, the paths as they are after a move."""
    move = Move(old, new)
    run = lint_folder(folder, "L")
    assert not run.troubles
    return sorted((move.of(finding.path) if old else finding.path, finding.name) for finding in run.findings)


def _text(folder: Path, path: str) -> str:
    return (folder / path).read_text(encoding="utf-8")


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
    before = _found(folder, old, new)
    _move(folder, old, new)
    assert _found(folder) == before
    assert not (folder / old).exists()
    assert (folder / new).exists()


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_moving_to_and_fro_settles(knowledge_base: Write, old: str, new: str) -> None:
    folder = knowledge_base({**BASE, "mkdocs.yml": MKDOCS})
    states = []
    for _ in range(2):
        _move(folder, old, new)
        _move(folder, new, old)
        states.append({path: (folder / path).read_bytes() for path in BASE})
    assert states[0] == states[1]


@pytest.mark.parametrize(
    ("old", "new"), [("docs/disk", "docs/volumes"), ("docs/net", "docs/disk/net"), ("scripts", "a/b")]
)
def test_moving_a_folder_back_gives_every_byte_back(knowledge_base: Write, old: str, new: str) -> None:
    folder = knowledge_base(BASE)
    _move(folder, old, new)
    _move(folder, new, old)
    assert {path: _text(folder, path) for path in BASE} == BASE


@pytest.mark.parametrize(
    ("page", "target", "old", "new", "wanted"),
    [
        ("index.md", "disk/full.md", "disk/full.md", "net/full.md", "net/full.md"),
        ("index.md", "./disk/full.md#a", "disk/full.md", "net/full.md", "./net/full.md#a"),
        ("index.md", "disk/full.md?x=1&y=2#a", "disk/full.md", "full.md", "full.md?x=1&y=2#a"),
        ("index.md", "/disk/full.md", "disk/full.md", "net/full.md", "/net/full.md"),
        ("index.md", "disk/full", "disk", "net", "net/full"),
        ("index.md", "disk/", "disk", "net", "net/"),
        ("index.md", "disk", "disk", "net", "net"),
        ("index.md", "disk/", "disk/index.md", "net/index.md", "net/"),
        ("index.md", "disk/", "disk/index.md", "net/about.md", "net/about.md"),
        ("disk/full.md", "../index.md", "disk/full.md", "full.md", "index.md"),
        ("disk/full.md", "index.md", "disk", "net", "index.md"),
        ("disk/full.md", "#steps", "disk/full.md", "net/full.md", "#steps"),
        ("disk/full.md", "full.md#steps", "disk/full.md", "disk/all.md", "all.md#steps"),
        ("disk/full.md", "../../elsewhere/a.md", "disk/full.md", "full.md", "../elsewhere/a.md"),
        ("disk/full.md", "../../issues/1", "disk/full.md", "a/b/full.md", "../../../issues/1"),
        ("disk/full.md", "../gone.md", "disk/full.md", "full.md", "gone.md"),
        ("disk/full.md", "TODO", "disk/full.md", "full.md", "TODO"),
        ("disk/full.md", "{{ base }}/x.md", "disk/full.md", "full.md", "{{ base }}/x.md"),
        (
            "disk/full.md",
            "https://example.com/disk/full.md",
            "disk/full.md",
            "x.md",
            "https://example.com/disk/full.md",
        ),
        ("index.md", "disk/full.md", "disk/full.md", "a b (c).md", "a%20b%20%28c%29.md"),
        ("index.md", "disk/größe.md", "disk/größe.md", "net/größe.md", "net/größe.md"),
        ("index.md", "disk/gr%C3%B6%C3%9Fe.md", "disk/größe.md", "net/größe.md", "net/gr%C3%B6%C3%9Fe.md"),
    ],
)
def test_a_target_keeps_its_form(
    knowledge_base: Write, page: str, target: str, old: str, new: str, wanted: str
) -> None:
    files = {"index.md": "# I\n", "disk/index.md": "# D\n", "disk/full.md": "# F\n", "disk/größe.md": "# G\n"}
    files[page] += f"\n[a]({target}) and <b>[a]({target})</b>\n"
    folder = knowledge_base(files)
    _move(folder, old, new)
    assert _text(folder, Move(old, new).of(page)).endswith(f"\n[a]({wanted}) and <b>[a]({wanted})</b>\n")


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ('<a href="../disk/full/#a">x</a>', '<a href="../disk/all/#a">x</a>'),
        ("[x](../disk/full/)", "[x](../disk/all/)"),
        ("[x](../disk/full)", "[x](../disk/all)"),
        ("[x](disk/full.md)", "[x](disk/all.md)"),
        ("[x](/disk/full/)", "[x](/disk/all/)"),
        ("[x](/docs/disk/full.md)", "[x](/docs/disk/all.md)"),
    ],
)
def test_published_forms_stay_published(knowledge_base: Write, written: str, wanted: str) -> None:
    folder = knowledge_base(
        {"mkdocs.yml": "site_name: a\n", "docs/a.md": f"# A\n\n{written}\n", "docs/disk/full.md": "# F\n"}
    )
    _move(folder, "docs/disk/full.md", "docs/disk/all.md")
    assert _text(folder, "docs/a.md") == f"# A\n\n{wanted}\n"


def test_the_rest_of_the_bytes_stay(knowledge_base: Write) -> None:
    text = "\ufeff# A\r\n\r\n[x](b.md 'T')\r\n\r\n```\r\n[x](b.md)\r\n```\r\n[y]:\r\n  b.md\r\n[y]"
    folder = knowledge_base({"a.md": text, "b.md": "# B\n"})
    _move(folder, "b.md", "c/b.md")
    wanted = text.replace("(b.md '", "(c/b.md '").replace("  b.md", "  c/b.md")
    assert (folder / "a.md").read_bytes().decode("utf-8") == wanted


def test_the_navigation_follows(knowledge_base: Write) -> None:
    folder = knowledge_base({**BASE, "mkdocs.yml": MKDOCS})
    assert not _move(folder, "docs/disk", "docs/vol: umes").notes
    assert [entry.path for entry in _project(folder).site.nav or ()] == [
        "docs/index.md",
        "docs/vol: umes/full.md",
        "docs/vol: umes/index.md",
    ]
    left = _move(folder, "docs/vol: umes/full.md", "old.md").notes
    assert left[0] == "mkdocs.yml:5: `vol: umes/full.md` leaves the site: remove the entry"


def test_successors_follow_and_lead(knowledge_base: Write) -> None:
    files = {
        "docs/a.md": "---\nstatus: retired\nsuccessor: new/b.md#c\n---\n# A\n",
        "docs/c.md": '---\nstatus: retired\nsuccessor: "docs/new/b"\n---\n# C\n',
        "docs/new/b.md": "---\nsuccessor: ../a.md\n---\n# B\n\n## C\n",
    }
    folder = knowledge_base(files)
    _move(folder, "docs/new/b.md", "docs/b.md")
    assert "successor: b.md#c\n" in _text(folder, "docs/a.md")
    assert 'successor: "docs/b"\n' in _text(folder, "docs/c.md")
    assert "successor: a.md\n" in _text(folder, "docs/b.md")


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
    assert not _move(folder, "docs/disk", "docs/storage").notes
    assert _text(folder, "rules/a.yml") == ALERTS.replace("/disk/", "/storage/")
    assert _text(folder, "docs/b.md") == files["docs/b.md"].replace("/disk/", "/storage/")
    _rename(folder, "docs/storage/Full.md", "Steps", "What to do")
    assert "storage/Full/#what-to-do" in _text(folder, "rules/a.yml")
    left = _move(folder, "docs/storage/Full.md", "Full.md").notes
    assert [note.partition(": ")[0] for note in left] == [
        "docs/b.md:3",
        "docs/b.md:3",
        "rules/a.yml:7",
        "rules/a.yml:11",
    ]


def test_settings_that_name_what_is_moved_are_named(knowledge_base: Write) -> None:
    folder = knowledge_base({"runbook-linter.yml": 'exclude: ["old/*"]\n', "old/a.md": "# A\n"})
    notes = _move(folder, "old", "new").notes
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
            _plan(folder, old, new)
    (folder / "docs/utf16.md").write_bytes("# Ä\n".encode("utf-16"))
    with pytest.raises(PlanError, match=r"docs/utf16\.md: cannot be read, so nothing was changed"):
        _plan(folder, "docs/disk", "docs/d")


def test_a_move_that_fails_midway_is_taken_back(knowledge_base: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = knowledge_base(BASE)
    plan = _plan(folder, "docs/disk", "a/b/disk")
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
    assert {path: _text(folder, path) for path in BASE} == BASE


def test_the_tree_after_a_move() -> None:
    tree = MovedTree(ListedTree(["a/b.md", "a/c/d.md", "e.md"]), Move("a/c", "f/g"))
    assert sorted(tree.files()) == ["a/b.md", "e.md", "f/g/d.md"]
    assert tree.is_file("f/g/d.md")
    assert not tree.is_file("a/c/d.md")
    assert tree.is_dir("f")
    assert tree.is_dir("f/g")
    assert not tree.is_dir("a/c")
    assert (tree.names(""), tree.names("f"), tree.names("a")) == ({"a", "e.md", "f"}, {"g"}, {"b.md"})


def test_a_heading_takes_its_links_along(knowledge_base: Write) -> None:
    page = "# A\n\n## Check\n\n[x](#check) [y](b.md#check)\n\n## `kubectl` *now*\n"
    other = "# B\n\n[x](a.md#check) [y][r] [z](a.md#kubectl-now)\n\n## Check\n\n[r]: ./a.md?q#check 'T'\n"
    folder = knowledge_base({"a.md": page, "b.md": other})
    _rename(folder, "a.md", "Check", "Prüfen & sehen")
    assert "## Prüfen & sehen\n\n[x](#pr%C3%BCfen--sehen) [y](b.md#check)" in _text(folder, "a.md")
    _rename(folder, "a.md", "kubectl now", "`kubectl`")
    text = _text(folder, "b.md")
    assert "[x](a.md#pr%C3%BCfen--sehen)" in text
    assert "[z](a.md#kubectl)" in text
    assert "./a.md?q#pr%C3%BCfen--sehen 'T'" in text
    assert _found(folder) == []


def test_headings_of_the_same_name_are_counted_anew(knowledge_base: Write) -> None:
    text = "# A\n\n[x](#check) [y](#check_1)\n\n## Check\n\n# B\n\n## *Check*\n\n## Verify\n"
    folder = knowledge_base({"docs/a.md": text, "mkdocs.yml": "site_name: a\n"})
    with pytest.raises(PlanError, match="2 headings are called `Check`, in lines 5, 9"):
        _rename(folder, "docs/a.md", "Check", "Look")
    _rename(folder, "docs/a.md", "Verify", "Check")
    assert _text(folder, "docs/a.md") == text.replace("Verify", "Check")
    more = "# A\n\n[x](#see) [y](#see_1)\n\n## See!\n\n## See\n"
    (folder / "docs/b.md").write_text(more, encoding="utf-8")
    _rename(folder, "docs/b.md", "See!", "Look")
    assert _text(folder, "docs/b.md") == "# A\n\n[x](#look) [y](#see)\n\n## Look\n\n## See\n"


def test_a_heading_with_an_id_keeps_its_links(knowledge_base: Write) -> None:
    text = "# A\n\n[x](#own)\n\n## Check {#own}\n"
    folder = knowledge_base({"docs/a.md": text, "mkdocs.yml": "site_name: a\nmarkdown_extensions: [attr_list]\n"})
    _rename(folder, "docs/a.md", "Check", "Look")
    assert _text(folder, "docs/a.md") == text.replace("Check", "Look")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("Chekc", "x", "no heading is called `Chekc`; there are: `Check`"),
        ("Check", "", "would not be read back"),
        ("Check", "a\n# b", "would not be read back"),
    ],
)
def test_headings_that_cannot_be_renamed(knowledge_base: Write, old: str, new: str, why: str) -> None:
    folder = knowledge_base({"a.md": "# A\n\n## Check\n\n## Look\n"})
    with pytest.raises(PlanError, match=why):
        _rename(folder, "a.md", old, new)


_NAMES = ("a.md", "index.md", "b c.md", "README.md", "x.png")
_FOLDERS = ("", "p/", "p/q/", "r/")
_PATHS = tuple(folder + name for folder in _FOLDERS for name in _NAMES)


def _written(page: str, path: str, form: int) -> str:
    way = posixpath.relpath(path, posixpath.dirname(page) or ".").replace(" ", "%20")
    stem = posixpath.splitext(way)[0]
    return (
        f"[x]({way})",
        f"[x](./{way}#a)" if not way.startswith("..") else f"[x]({way}#a)",
        f"![x]({way})",
        f"[x](</{path}>)",
        f'<a href="{way}">x</a>',
        f"[x]({posixpath.dirname(way) or '.'}/)",
        f"[x]({stem}/)",
        f"[x](/{posixpath.splitext(path)[0].replace(' ', '%20')}/)",
        f"[x]({way}.gone)",
    )[form]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(_PATHS), st.sampled_from(_PATHS), st.integers(0, 8)), min_size=1, max_size=12),
    st.sampled_from([*_PATHS, "p", "p/q", "r"]),
    st.sampled_from(["new.md", "p/new.md", "n/o/index.md", "r/z", "z"]),
    st.sampled_from(["", "site_name: a\ndocs_dir: '.'\n", "site_name: a\ndocs_dir: p\n"]),
)
def test_any_base_keeps_its_links(
    tmp_path_factory: pytest.TempPathFactory, links: Sequence[tuple[str, str, int]], old: str, new: str, mkdocs: str
) -> None:
    folder = tmp_path_factory.mktemp("base")
    pages = {path: f"# {path}\n\n## A\n" for path in {*(path for link in links for path in link[:2]), "p/q/k.md"}}
    for page, path, form in links:
        if page.endswith(".md"):
            pages[page] += f"\n{_written(page, path, form)}\n"
    if mkdocs:
        pages["mkdocs.yml"] = mkdocs
    for path, text in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    try:
        plan = _plan(folder, old, new)
    except PlanError:
        return
    before = _found(folder, old, new)
    carry_out(plan, folder, Move(old, new))
    after = _found(folder)
    left = [(note.partition(":")[0], "dead-link") for note in plan.notes]
    assert [finding for finding in after if finding not in before and finding[1].startswith("dead")] in ([], left)
