"""What a knowledge base needs to begin with: configuration, site, hook, CI, first pages."""

from __future__ import annotations

import posixpath
import shlex
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from linter.kinds.scaffold import as_plain_text, page_scaffold
from linter.model.kind import Kind

_CONFIG = """# What `runbook-linter config` explains, setting by setting.
docs: {docs}
{kinds}# rules: {{vague-step: off}}
# alerts:
#   rules: ["monitoring/**/*.yml"]
#   runbook_urls: {{"https://runbooks.example.com/": {docs}}}
"""
_MKDOCS = """site_name: {name}
docs_dir: {docs}
{addresses}theme:
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
  - sane_lists
  - tables
  - toc: {{{toc}}}
  - pymdownx.highlight
  - pymdownx.magiclink
  - pymdownx.superfences
  - pymdownx.tasklist: {{custom_checkbox: true}}
"""
# A link to a heading that works on GitHub works on the site, too; GitLab's anchors are those that mkdocs makes.
_AS_ON_GITHUB = "permalink: true, slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}"
_AS_MKDOCS = "permalink: true"
_BY_FILE = """# Pages have images or links in raw HTML, which browsers look for beside the page's file.
use_directory_urls: false
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


class Fit(NamedTuple):
    """What fits the pages of a kind: a profile that most of them meet, empty where none is.

    `others` is the number of pages that do not meet it, or the least demanding one. `folder` holds them all.
    """

    profile: str
    pages: int
    others: int
    folder: str


class Found(NamedTuple):
    """What is there already: the pages, what fits them by kind, and whether raw HTML in them leads to files.

    `docs` is the folder of the pages that a configuration or mkdocs.yml names, None where there is none of them.
    `forge` is `github` or `gitlab`, empty where nothing says so: then CI is written for both; below the top of a
    repository nobody reads the files of CI and hooks. With `has_other_generator`, mkdocs makes no site of the pages.
    """

    docs: str | None
    pages: Sequence[str]
    fits: Mapping[str, Fit]
    has_html_links: bool
    forge: str
    has_other_generator: bool
    is_top: bool


def first_files(
    name: str, found: Found, kinds: Mapping[str, Kind], schemas: Path, has_file: Callable[[str], bool]
) -> list[FirstFile]:
    """The files for a knowledge base called `name`; those that `has_file` knows already are left out.

    Where no pages are found, first ones are written. `schemas` is the folder with the schemas that ship: those of
    `kinds` are written out to be edited.
    """
    pages, fits, forge = found.pages, found.fits, found.forge
    docs = _docs_of(pages) if found.docs is None else found.docs
    chosen = "".join(_setting(kinds[kind], fit) for kind, fit in sorted(fits.items()))
    settings = _CONFIG.format(docs=_yaml(docs or "."), kinds=f"kinds:\n{chosen}" if chosen else "")
    files = [FirstFile("runbook-linter.yml", settings)]
    # mkdocs builds a folder within the project, never the project itself.
    is_site = has_file("mkdocs.yml") or (bool(docs) and not found.has_other_generator)
    if found.is_top:
        files.append(FirstFile(".pre-commit-config.yaml", _HOOK))
    if found.is_top and forge != "gitlab":
        files.append(FirstFile(".github/workflows/runbooks.yml", _job(_GITHUB, is_site=is_site)))
    if found.is_top and forge != "github":
        files.append(FirstFile(".gitlab-ci.yml", _job(_GITLAB, is_site=is_site)))
    files += [FirstFile(f"schemas/{name}.yml", _own(schemas / f"{name}.yml")) for name in kinds]
    files.append(FirstFile(f"schemas/{_SCHEMA}", (schemas / _SCHEMA).read_text("utf-8")))
    if is_site:
        toc = _AS_MKDOCS if forge == "gitlab" else _AS_ON_GITHUB
        addresses = _BY_FILE if found.has_html_links else ""
        text = _MKDOCS.format(name=_yaml(name), docs=_yaml(docs), addresses=addresses, toc=toc)
        files.append(FirstFile("mkdocs.yml", text))
        files.append(FirstFile(".gitignore", "/site/\n"))
    if not pages:
        runbook = kinds["runbook"]
        text = page_scaffold(runbook, runbook.default_profile, "Disk full", {"kind": "runbook", "status": "draft"}).text
        index = _INDEX.format(name=as_plain_text(name))
        files += [
            FirstFile(posixpath.join(docs, "index.md"), index),
            FirstFile(posixpath.join(docs, "runbooks/disk-full.md"), text),
        ]
    return [file for file in files if not has_file(file.path)]


def _yaml(text: str) -> str:
    """A text as YAML, in quotation marks where it would be read as something else."""
    import yaml

    made = yaml.safe_dump(text, allow_unicode=True, width=1000, default_flow_style=True)
    return made.removesuffix("\n").removesuffix("\n...")


def _setting(kind: Kind, fit: Fit) -> str:
    """The line of the configuration for a kind; empty where its own defaults fit."""
    if not fit.profile:
        return (
            f"  # {fit.others} of {fit.pages} pages lack a section that each profile asks for. A kind made from them:\n"
            f"  # runbook-linter learn {shlex.quote(fit.folder)} --kind {kind.name}"
            f" --write schemas/{kind.name}.yml --force\n"
            f"  {kind.name}: {{rules: {{missing-section: info}}}}\n"
        )
    if fit.profile == kind.default_profile:
        return ""
    # What a configuration names is an error where it is not met; these pages were there first.
    rules = ", rules: {missing-section: warning}" if fit.others else ""
    return f"  {kind.name}: {{profile: {fit.profile}{rules}}}\n"


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
