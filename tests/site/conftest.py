"""Real builds, a real browser: what a reader gets."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Route, sync_playwright

from tests.conftest import ROOT

Serve = Callable[[Path], str]
Build = Callable[..., "subprocess.CompletedProcess[str]"]

_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


def mkdocs(config: Path, site: Path, *options: str, program: str = "mkdocs") -> subprocess.CompletedProcess[str]:
    """Build a site with the real command."""
    return subprocess.run(
        [sys.executable, "-m", program, "build", "-f", str(config), "-d", str(site), *options],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )


def knowledge_base(folder: Path, pages: dict[str, str], plugin: str = "runbook-linter", more: str = "") -> Path:
    """A knowledge base with these pages below docs/; the path of its mkdocs.yml."""
    for name, text in pages.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(
        "site_name: Test\ntheme: {name: material, font: false}\n"
        "markdown_extensions: [admonition, attr_list, tables, toc, pymdownx.highlight, pymdownx.superfences]\n"
        f"plugins:\n  - search\n  - {plugin}\n{more}",
        encoding="utf-8",
    )
    return config


def chromium() -> str:
    """Where Chromium is. Fails the test where it is not: `make test` installs it."""
    for name in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name) if name else None
        if found:
            return found
    pytest.fail("Chromium is needed: `make programs` installs it, CHROMIUM names one that lies elsewhere")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=list(_FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    servers: dict[Path, ThreadingHTTPServer] = {}

    def start(folder: Path) -> str:
        if folder not in servers:

            class Handler(SimpleHTTPRequestHandler):
                def __init__(self, *args: Any, **options: Any) -> None:
                    super().__init__(*args, directory=str(folder), **options)

                def log_message(self, *args: Any) -> None:
                    pass

            servers[folder] = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            threading.Thread(target=servers[folder].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[folder].server_port}/"

    yield start
    for server in servers.values():
        server.shutdown()


class Watched:
    """A browser context that lets no request leave this machine, and notes what tried and what broke."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.outside: list[str] = []
        self.broken: list[str] = []
        self.context: BrowserContext = browser.new_context(**options)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.context.route("**/*", self._route)

    def page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        page.on("console", self._console)
        page.on("dialog", self._dialog)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        # That a page names a picture which is not there is the page's own affair.
        if message.type == "error" and "404" not in message.text:
            self.broken.append(message.text)

    def _dialog(self, dialog: Dialog) -> None:
        self.broken.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _route(self, route: Route) -> None:
        if route.request.url.startswith(("http://127.0.0.1", "file:", "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a URL in a context of its own; at the end nothing may have left the machine or broken."""
    contexts: list[Watched] = []

    def open_(url: str, **options: Any) -> Page:
        watched = Watched(browser, **options)
        contexts.append(watched)
        page = watched.page()
        page.goto(url)
        return page

    yield open_
    for watched in contexts:
        watched.context.close()
    assert [url for watched in contexts for url in watched.outside] == []
    assert [line for watched in contexts for line in watched.broken] == []


@pytest.fixture(scope="session")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own knowledge base, built once."""
    site = tmp_path_factory.mktemp("own") / "site"
    done = mkdocs(ROOT / "mkdocs.yml", site)
    assert done.returncode == 0, done.stderr
    return site
