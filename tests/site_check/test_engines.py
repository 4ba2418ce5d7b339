"""Other programs on the same sites: the real ones where they are installed, and what they may do to us."""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from linter.site_check.address import Address
from linter.site_check.check import ENGINES
from linter.site_check.crawl import crawl
from linter.site_check.dead_target import EngineError
from linter.site_check.engines import run_linkchecker, run_lychee
from linter.site_check.local_server import serve
from tests.site_check.conftest import Built, Write

FILES = {
    "index.html": '<a href="a/">a</a><a href="gone.html">x</a><a href="/kb/a/">x</a><a href="/kb/no/">x</a>',
    "a/index.html": '<h1 id="x">x</h1><a href="../gone.html#y">x</a><a href="page#x">x</a><a href="/other">x</a>',
    "a/page.html": '<meta name="robots" content="all" id="x"><a href="../a%20b&amp;c.txt">x</a><a href="..">x</a>',
    "lonely.html": '<a href="no%20where/">x</a>',
    "a b&c.txt": "",
    "robots.txt": "User-agent: *\nDisallow: /\n",
}
DEAD = [
    *(("a/index.html", "../gone.html#y"), ("a/index.html", "/other"), ("index.html", "gone.html")),
    *(("index.html", "/kb/no/"), ("lonely.html", "no%20where/")),
]


def _program(name: str) -> None:
    named = os.environ.get(name.upper()) or name
    if not shutil.which(named) and not shutil.which(named, path=str(Path(sys.executable).parent)):
        pytest.skip(f"{name} is not installed")


@pytest.fixture
def outside() -> Iterator[tuple[str, list[str]]]:
    """A server that is not the site's: its URL, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append("a request")
            self.close_connection = True

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("engine", list(ENGINES))
def test_every_engine_finds_the_same_files(site_of: Write, outside: tuple[str, list[str]], engine: str) -> None:
    if engine != "built-in":
        _program(engine)
    url, asked = outside
    files = {**FILES, "b.html": f'<a href="{url}x">x</a><img src="{url}y"><a href="mailto:a@b.invalid">x</a>'}
    found = ENGINES[engine](site_of(files), Address("x.example", "/kb/"))
    assert sorted((dead.page, dead.url) for dead in found) == sorted(DEAD)
    assert {dead.reason for dead in found} == {"missing file"}
    assert asked == []


@pytest.mark.parametrize("engine", list(ENGINES))
def test_a_planted_link_is_told_at_its_line(built: Built, engine: str) -> None:
    if engine != "built-in":
        _program(engine)
    pages = {"docs/index.md": "# Home\n\n[guide](a.md)\n", "docs/a.md": "# A\n\nSee [this](gone.pdf).\n"}
    theme = {"theme/main.html": "<a href=\"{{ 'legal/'|url }}\">x</a>{{ page.content }}"}
    found = built({**pages, **theme}, "theme: {name: null, custom_dir: theme}\nplugins: []\n", engine)
    assert [finding[:3] for finding in found] == [("docs/a.md", 3, 12), ("site/index.html", 1, 1)]
    assert found[1].message.endswith("in the theme or navigation: 2 pages")


@pytest.mark.parametrize("run", [run_linkchecker, run_lychee])
def test_a_program_that_is_not_there(site_of: Write, monkeypatch: pytest.MonkeyPatch, run: object) -> None:
    monkeypatch.setenv("LINKCHECKER", "/nowhere/linkchecker")
    monkeypatch.setenv("LYCHEE", "/nowhere/lychee")
    assert callable(run)
    with pytest.raises(EngineError, match="is not installed: "):
        run(site_of(FILES), Address())


def _fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str) -> None:
    path = tmp_path / name
    path.write_text(f"#!{sys.executable}\nimport os, sys, time\n{code}\n", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv(name.upper(), str(path))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("sys.exit('Error: no config')", "no table that can be read"),
        ("print('no', file=sys.stderr); sys.exit(2)", "linkchecker failed: no"),
        ("sys.exit(2)", "linkchecker failed: exit code 2"),
        ("time.sleep(60)", "linkchecker took longer than 1 seconds"),
        ("print('valid;url'); print('False;' + 'x' * 200_000)", "no table that can be read"),
    ],
)
def test_a_program_that_fails(
    site_of: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str
) -> None:
    _fake(tmp_path, monkeypatch, "linkchecker", code)
    with pytest.raises(EngineError, match=said):
        run_linkchecker(site_of(FILES), Address(), timeout=1)


def test_what_a_program_is_told(site_of: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.invalid")
    monkeypatch.setenv("TOKEN", "secret")
    seen = tmp_path / "seen"
    _fake(
        tmp_path,
        monkeypatch,
        "linkchecker",
        f"import json; json.dump([dict(os.environ), sys.argv, sys.stdin.read()], open({str(seen)!r}, 'w'))\n"
        "print('valid;url')",
    )
    assert run_linkchecker(site_of(FILES), Address("x.example", "/kb/")) == []
    environment, arguments, urls = json.loads(seen.read_text())
    assert not {"HTTP_PROXY", "TOKEN"} & set(environment)
    assert environment["HOME"] != os.environ.get("HOME")
    assert "--check-extern" not in arguments
    assert [urlsplit(url).path for url in urls.split()] == ["/kb/", "/kb/lonely.html", "/kb/a/", "/kb/a/page.html"]


def test_what_lychee_says(site_of: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fake(
        tmp_path,
        monkeypatch,
        "lychee",
        "import json, pathlib; site = pathlib.Path(sys.argv[-1]).as_uri()\n"
        "file, anchor = {'text': 'Cannot find file'}, {'text': 'Cannot find fragment'}\n"
        "root = site.removesuffix('/kb')\n"
        "rows = [(f'{site}/gone.html#y', file), (f'{site}/a/page#x', anchor), (f'{root}/other', file)]\n"
        "rows += [('https://elsewhere.example', file)]\n"
        "print(json.dumps({'error_map': {'x': [{'url': url, 'status': status} for url, status in rows]}}))\n"
        "sys.exit(2)",
    )
    found = run_lychee(site_of(FILES), Address("x.example", "/kb/"))
    assert [(dead.page, dead.url, dead.reason) for dead in found] == [
        ("index.html", "gone.html", "missing file"),
        ("a/index.html", "../gone.html#y", "missing file"),
        ("a/index.html", "page#x", "missing anchor"),
        ("a/index.html", "/other", "missing file"),
    ]


def test_lychee_that_says_no_json(site_of: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fake(tmp_path, monkeypatch, "lychee", "print('hello')")
    with pytest.raises(EngineError, match="no JSON"):
        run_lychee(site_of(FILES), Address())


def test_the_local_server(site_of: Write, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = site_of({**FILES, "empty/x.txt": "", "x y/ü.html": "ü"})
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    with serve(folder, "/my kb/") as url:
        assert url.startswith("http://127.0.0.1:")
        assert url.endswith("/my%20kb/")

        def status(path: str) -> int:
            connection = HTTPConnection(urlsplit(url).netloc, timeout=5)
            connection.request("GET", path)
            answer = connection.getresponse()
            assert answer.getheader("LinkChecker")
            connection.close()
            return answer.status

        for path in ("", "a/", "a/page", "a/page.html?q", "x%20y/%C3%BC.html", "a%20b&c.txt"):
            assert status(f"/my%20kb/{path}") == 200, path
        assert status("/my%20kb") == status("/my%20kb/a") == 301
        for path in ("empty/", "gone", "link.txt", "%00", "../secret.txt", "%2e%2e/secret.txt", "x" * 5000, "a/page/"):
            assert status(f"/my%20kb/{path}") == 404, path
        assert status("/") == status("/secret.txt") == 404


def test_our_own_crawl_starts_no_program(site_of: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert len(crawl(site_of(FILES), Address("x.example", "/kb/"))) == len(DEAD)
