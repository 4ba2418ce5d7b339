"""Small sites, and real builds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from linter.config import Config
from linter.project.site import read_site
from linter.site_check.check import SiteFinding, check_site
from tests.site.conftest import mkdocs

Write = Callable[[Mapping[str, str]], Path]
Built = Callable[..., list[SiteFinding]]


@pytest.fixture
def site_of(tmp_path: Path) -> Write:
    """Writes a site's files, path to text, and returns its folder."""

    def write(files: Mapping[str, str]) -> Path:
        folder = tmp_path / "site"
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def built(tmp_path: Path) -> Built:
    """Builds a knowledge base with the real mkdocs, and checks the site."""

    def build(files: Mapping[str, str], config: str, engine: str = "built-in") -> list[SiteFinding]:
        for name, text in {**files, "mkdocs.yml": f"site_name: Test\n{config}"}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        done = mkdocs(tmp_path / "mkdocs.yml", tmp_path / "site")
        assert done.returncode == 0, done.stderr
        return check_site(tmp_path / "site", engine, read_site(tmp_path, Config()), tmp_path)

    return build
