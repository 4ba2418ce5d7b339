"""Planning a move: every file that changes, and what has to be done by hand."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from linter.config import CONFIG_NAME
from linter.fixing import apply_edits
from linter.model.finding import Edit
from linter.model.span import Span
from linter.moving.moved_links import MovedLinks
from linter.moving.moved_tree import Move, is_within
from linter.moving.plan import Plan, PlanError, Rewrite, by_hand, in_order, line_of, place_of, read
from linter.moving.target_forms import relative
from linter.moving.urls import MovedUrls
from linter.moving.yaml_values import yaml_edit
from linter.parsing import parse
from linter.parsing.guarded_yaml import YamlError, load_yaml
from linter.project.project import Project
from linter.project.site import MKDOCS


def plan_move(project: Project, move: Move, pages: Sequence[str], files: Sequence[str]) -> Plan:
    """What moving a file or folder changes. Raises PlanError.

    `pages` are those whose links are looked at; `files` are all that is moved.
    """
    _check(project, move)
    links = MovedLinks(project, move)
    rewrites = [links.page(path, parse(read(project, path))) for path in pages]
    notes = list(links.left)
    rewrites += [*_alert_files(project, move, notes), _navigation(project, move, notes)]
    done = in_order(rewrites)
    told = {note.partition(": ")[0] for note in notes}
    notes += [note for note in _mentions(project, move, done) if note.partition(": ")[0] not in told]
    return Plan(done, tuple(notes), tuple((file, move.of(file)) for file in files))


def _check(project: Project, move: Move) -> None:
    old, new, tree = move.old, move.new, project.tree
    if not (tree.is_file(old) or tree.is_dir(old)):
        raise PlanError(f"{old}: no such file or folder in the knowledge base")
    if old in (MKDOCS, CONFIG_NAME):
        raise PlanError(f"{old}: belongs where it is, at the root of the knowledge base")
    if ".git" in (*old.split("/"), *new.split("/")):
        raise PlanError(f"{old}: Git's own files are not moved")
    if is_within(new, old) and new != old:
        raise PlanError(f"{new}: lies inside of {old}")
    if tree.is_file(new) or tree.is_dir(new):
        raise PlanError(f"{new}: is there already")
    folder = posixpath.dirname(new)
    while folder:
        if tree.is_file(folder):
            raise PlanError(f"{new}: {folder} is a file, not a folder")
        folder = posixpath.dirname(folder)
    if project.docs and is_within(project.docs, old):
        raise PlanError(f"{old}: holds the whole site ({project.docs}); move what lies in it")


def _navigation(project: Project, move: Move, notes: list[str]) -> Rewrite | None:
    """mkdocs.yml with the entries of the navigation that name moved pages."""
    site = project.site
    entries = [entry for entry in site.nav or () if move.takes(posixpath.normpath(entry.path))]
    if site.error:
        raise PlanError(f"{site.error}; mend it first")
    if not entries:
        return None
    text = read(project, MKDOCS)
    edits: list[Edit] = []
    now: dict[str, str] = {}
    for entry in entries:
        written = text[entry.span.start : entry.span.end]
        path = relative(site.docs, move.of(posixpath.normpath(entry.path)))
        if path.startswith("../"):
            notes.append(f"{MKDOCS}:{line_of(text, entry.span.start)}: `{written}` leaves the site: remove the entry")
            continue
        edits.append(yaml_edit(text, entry.span, path))
        now[written] = path
    if not edits:
        return None
    after = apply_edits(text, edits)
    if _nav_of(after) != [now.get(path, path) for path in _nav_of(text)]:
        raise PlanError(f"{MKDOCS}: its navigation cannot be edited safely, so nothing was changed")
    return Rewrite(MKDOCS, text, after, len(edits))


def _nav_of(text: str) -> list[str]:
    """The texts of the navigation, in order; empty where the file cannot be read."""

    def walk(item: object) -> Iterator[str]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, list | dict):
            for inner in item.values() if isinstance(item, dict) else item:
                yield from walk(inner)

    try:
        values = load_yaml(text, lenient=True)
    except YamlError:
        return []
    return list(walk(values.get("nav"))) if isinstance(values, dict) else []


def _alert_files(project: Project, move: Move, notes: list[str]) -> Iterator[Rewrite | None]:
    """The files of alert rules with the addresses of moved pages."""
    urls = MovedUrls(project, move)
    for file in project.alert_files:
        if file.skipped:
            # It may name a moved page as well as any other.
            read(project, file.path)
            continue
        edits: dict[Span, Edit] = {}
        for rule in file.rules:
            url = rule.runbook_url
            if not urls.moved_page(url):
                continue
            span = rule.place("annotations.runbook_url", "annotations.runbook")
            place, made = place_of(file.text, span, url), urls.now(url)
            if made is None or place is None:
                notes.append(by_hand(file.path, file.text, span, url))
            elif made != url:
                edits[place] = yaml_edit(file.text, place, made)
        if edits:
            yield Rewrite(file.path, file.text, apply_edits(file.text, edits.values()), len(edits))


def _mentions(project: Project, move: Move, rewrites: Sequence[Rewrite]) -> Iterator[str]:
    """Lines of the settings that name what is moved: globs, folders and plugins' options are not ours to rewrite."""
    rewritten = {rewrite.path: rewrite.after for rewrite in rewrites}
    names = [move.old]
    if project.site.is_mkdocs and project.docs and is_within(move.old, project.docs):
        names.append(relative(project.docs, move.old))
    for path in (CONFIG_NAME, MKDOCS):
        text = rewritten.get(path) or project.text_of(path) or ""
        for number, line in enumerate(text.splitlines(), 1):
            bare = line.partition(" #")[0]
            if any(re.search(rf"(?<![\w./-]){re.escape(name)}(?![\w.:-])", bare) for name in names):
                yield f"{path}:{number}: names what is moved: look whether it still holds"
