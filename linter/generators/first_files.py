"""What a knowledge base needs to begin with: configuration, site, hook, CI, first pages."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from linter.kinds.scaffold import page_scaffold
from linter.model.kind import Kind

_CONFIG = """# What `runbook-linter config` explains, setting by setting.
docs: {docs}
{kinds}# rules: {{vague-step: off}}
# alerts:
#   rules: ["monitoring/**/*.yml"]
#   runbook_urls: {{"https://runbooks.example.com/": {docs}/}}
"""
_MKDOCS = """site_name: {name}
docs_dir: {docs}
theme:
  name: material
  font: false
  features: [navigation.sections, navigation.top, search.highlight, search.suggest]
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle: {{icon: material/weather-night, name: Switch to dark}}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle: {{icon: material/weather-sunny, name: Switch to light}}
plugins:
  - search
  - runbook-linter
markdown_extensions:
  - admonition
  - attr_list
  - tables
  - toc: {{permalink: true}}
  - pymdownx.highlight
  - pymdownx.superfences
  - pymdownx.tasklist: {{custom_checkbox: true}}
"""
_HOOK = """repos:
  - repo: local
    hooks:
      - id: runbook-linter
        name: runbook-linter
        entry: runbook-linter check --affected
        language: system
        pass_filenames: false
        always_run: true
        require_serial: true
"""
_GITHUB = """name: runbooks
on:
  pull_request:
  merge_group:
  push: {branches: [main, master]}
permissions: {contents: read}
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
      - uses: actions/setup-python@v5
        with: {python-version: "3.12"}
      - run: pip install 'runbook-linter[site]'
      - run: runbook-linter check . ${BASE:+--since "origin/$BASE"} --format github
        env: {BASE: "${{ github.base_ref }}"}
      - run: mkdocs build --strict
"""
_GITLAB = """runbooks:
  image: python:3.12
  variables: {GIT_DEPTH: "0"}
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - pip install 'runbook-linter[site]'
    - BASE="${CI_MERGE_REQUEST_TARGET_BRANCH_SHA:-${CI_MERGE_REQUEST_DIFF_BASE_SHA:-}}"
    - runbook-linter check . ${BASE:+--since "$BASE"} --output gitlab=gl-code-quality.json --output junit=junit.xml
    - mkdocs build --strict
  artifacts:
    when: always
    reports: {codequality: gl-code-quality.json, junit: junit.xml}
"""
_SITE_STEPS = ("      - run: mkdocs build --strict\n", "    - mkdocs build --strict\n", "[site]")
_SCHEMA = "document-kind.schema.json"
_OWN_SCHEMA = """# Yours to edit: what a page of this kind must hold. Without this file, the kind that ships counts.
"""
_INDEX = """# {name}

What to do when the pager goes off. The [state of the pages](dashboards/index.md) says which of them need somebody.

- [Disk full](runbooks/disk-full.md)
"""


class FirstFile(NamedTuple):
    """A file to be written, relative to the root."""

    path: str
    text: str


def first_files(
    name: str,
    pages: Sequence[str],
    profiles: Mapping[str, str],
    kinds: Mapping[str, Kind],
    schemas: Path,
    has_file: Callable[[str], bool],
    *,
    other_generator: bool,
) -> list[FirstFile]:
    """The files for a knowledge base called `name`; those that `has_file` knows already are left out.

    `pages` are the pages there are, and `profiles` what fits them by kind: with none of both, first pages are written.
    `schemas` is the folder with the schemas that ship: those of `kinds` are written out to be edited. With
    `other_generator`, mkdocs makes no site of the pages.
    """
    docs = _docs_of(pages)
    chosen = "".join(f"  {kind}: {{profile: {profile}}}\n" for kind, profile in sorted(profiles.items()))
    files = [
        FirstFile("runbook-linter.yml", _CONFIG.format(docs=docs or ".", kinds=f"kinds:\n{chosen}" if chosen else "")),
        FirstFile(".pre-commit-config.yaml", _HOOK),
    ]
    # mkdocs builds a folder within the project, never the project itself.
    is_site = has_file("mkdocs.yml") or (bool(docs) and not other_generator)
    on_github, on_gitlab = has_file(".github"), has_file(".gitlab-ci.yml")
    if on_github or not on_gitlab:
        files.append(FirstFile(".github/workflows/runbooks.yml", _job(_GITHUB, is_site=is_site)))
    if on_gitlab or not on_github:
        files.append(FirstFile(".gitlab-ci.yml", _job(_GITLAB, is_site=is_site)))
    files += [FirstFile(f"schemas/{name}.yml", _own(schemas / f"{name}.yml")) for name in kinds]
    files.append(FirstFile(f"schemas/{_SCHEMA}", (schemas / _SCHEMA).read_text("utf-8")))
    if is_site:
        files.append(FirstFile("mkdocs.yml", _MKDOCS.format(name=name, docs=docs)))
        files.append(FirstFile(".gitignore", "/site/\n"))
    if not pages:
        runbook = kinds["runbook"]
        text = page_scaffold(runbook, runbook.default_profile, "Disk full", {"kind": "runbook", "status": "draft"}).text
        files += [
            FirstFile("docs/index.md", _INDEX.format(name=name)),
            FirstFile("docs/runbooks/disk-full.md", text),
        ]
    return [file for file in files if not has_file(file.path)]


def _job(text: str, *, is_site: bool) -> str:
    for step in () if is_site else _SITE_STEPS:
        text = text.replace(step, "")
    return text


def _own(shipped: Path) -> str:
    """A schema that ships, to be edited: the line that tells editors its JSON Schema stays the first one."""
    first, _, rest = shipped.read_text(encoding="utf-8").partition("\n")
    return f"{first}\n{_OWN_SCHEMA}{rest}"


def _docs_of(pages: Sequence[str]) -> str:
    """The folder that most pages share: the first part of their paths; `docs` where there are none yet."""
    if not pages:
        return "docs"
    tops = Counter(path.partition("/")[0] if "/" in path else "" for path in pages)
    top, number = tops.most_common(1)[0]
    return posixpath.normpath(top) if top and number > len(pages) / 2 else ""
