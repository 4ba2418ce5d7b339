"""The house: imports go one way, and the public API is what it says."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import linter
from tests.conftest import ROOT

# A room may import from rooms of a lower level, and from its own.
LEVELS = {
    "model": 0,
    "parsing": 1,
    "catalogue": 2,
    "web": 2,
    "kinds": 2,
    "incident_keys": 0,
    "config": 1,
    "config_reader": 2,
    "json_file": 2,
    "files": 0,
    "kept_table": 0,
    "plugins": 3,
    "project": 3,
    "suppression": 3,
    "verification": 3,
    "rendering": 4,
    "rules": 5,
    "registry": 6,
    "rule_docs": 6,
    "levels": 7,
    "run": 8,
    "findings": 9,
    "kept": 9,
    "pages": 9,
    "engine": 10,
    "affected": 11,
    "alert_coverage": 11,
    "migrating": 12,
    "testing": 12,
    "commands_in_use": 11,
    "page_search": 11,
    "incident_metrics": 11,
    "relinting": 11,
    "fingerprints": 11,
    "baseline": 12,
    "since": 13,
    "fixing": 11,
    "ignoring": 12,
    "scoring": 11,
    "moving": 12,
    "reporting": 13,
    "generators": 12,
    "incidents": 14,
    "trend": 12,
    "site": 13,
    "site_check": 12,
    "cli": 15,
    "__main__": 16,
}
TYPE_ONLY = {("project", "rules")}
"""A project hands facts to the rule that collected them: it names the class, and never imports it to run."""


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def _imports(path: Path) -> list[tuple[str, bool]]:
    """(module, imported for types only) of each import of ours in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = []
    for node in ast.walk(tree):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found += [(name, id(node) in guarded) for name in names]
    return found


def test_imports_go_one_way() -> None:
    wrong = []
    for path in sorted((ROOT / "linter").rglob("*.py")):
        if path == ROOT / "linter" / "__init__.py":
            continue
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        room = _room(module)
        for name, for_types in _imports(path):
            if not name.startswith("linter.") or (for_types and (room, _room(name)) in TYPE_ONLY):
                continue
            if LEVELS[_room(name)] > LEVELS[room] or (LEVELS[_room(name)] == LEVELS[room] and _room(name) != room):
                wrong.append(f"{module} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_only_the_parser_knows_markdown_it() -> None:
    knowing = {
        path.relative_to(ROOT / "linter").parts[0]
        for path in (ROOT / "linter").rglob("*.py")
        for name, _ in _imports(path)
        if name.split(".")[0] == "markdown_it"
    }
    assert knowing <= {"parsing", "rendering"}


def test_only_the_plugin_knows_mkdocs() -> None:
    knowing = {
        path.relative_to(ROOT / "linter").as_posix()
        for path in (ROOT / "linter").rglob("*.py")
        for name, _ in _imports(path)
        if name.split(".")[0] == "mkdocs"
    }
    rooms = ("generated_pages", "plugin", "published_files", "site_links", "theme")
    assert knowing == {f"site/{room}.py" for room in rooms}


def test_only_its_commands_import_the_room_of_incidents() -> None:
    knowing = {
        path.relative_to(ROOT / "linter").as_posix()
        for path in (ROOT / "linter").rglob("*.py")
        for name, _ in _imports(path)
        if name.startswith("linter.incidents") and "incidents" not in path.relative_to(ROOT / "linter").parts
    }
    assert all(name.startswith("cli/") for name in knowing)


def test_public_names_are_there_and_documented() -> None:
    for name in linter.__all__:
        value = getattr(linter, name)
        assert value.__doc__, name


def test_checking_one_page_imports_nothing_dear(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# Disk full\n\nText.\n", encoding="utf-8")
    code = (
        "import sys; from linter.cli.main import main; main(['check', 'page.md']); "
        "print([name for name in ('jsonschema', 'importlib.metadata', 'asyncio', 'mkdocs', 'markdown', 'httpx', "
        "'linter.incidents') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.splitlines()[-1] == "[]"
