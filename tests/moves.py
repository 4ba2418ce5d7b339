"""What the tests of moves share: planning and doing them in real folders."""

from __future__ import annotations

from pathlib import Path

from linter.config import Config, find_config
from linter.config_reader import read_config
from linter.moving.carry_out import carry_out
from linter.moving.heading import plan_heading
from linter.moving.move import plan_move
from linter.moving.moved_tree import Move
from linter.moving.plan import Plan
from linter.project.discovery import discover
from linter.project.project import Project
from linter.project.reading import UnreadableError, read_text
from linter.project.tree import DiskTree
from tests.conftest import TODAY, lint_folder


def project_of(folder: Path) -> Project:
    found = find_config(folder)
    config = read_config(found) if found and found.parent == folder else Config()

    def read(path: str) -> str | None:
        try:
            return read_text(folder, path)
        except UnreadableError:
            return None

    pages = discover(folder, [folder], config.exclude).pages
    return Project(folder, config, DiskTree(folder), TODAY, {}, pages, whole=True, read=read)


def plan_of(folder: Path, old: str, new: str) -> Plan:
    project = project_of(folder)
    files = [path for path in project.tree.files() if path == old or path.startswith(old + "/")]
    return plan_move(project, Move(old, new), project.pages, files)


def move(folder: Path, old: str, new: str) -> Plan:
    plan = plan_of(folder, old, new)
    carry_out(plan, folder, Move(old, new))
    return plan


def rename(folder: Path, page: str, old: str, new: str) -> Plan:
    project = project_of(folder)
    plan = plan_heading(project, page, old, new, project.pages)
    carry_out(plan, folder)
    return plan


def links_found(folder: Path, old: str = "", new: str = "") -> list[tuple[str, str]]:
    """(path, rule) of each finding about links, the paths as they are after a move."""
    moved = Move(old, new)
    run = lint_folder(folder, "L")
    assert not run.troubles
    return sorted((moved.of(finding.path) if old else finding.path, finding.name) for finding in run.findings)


def text_of(folder: Path, path: str) -> str:
    return (folder / path).read_text(encoding="utf-8")
