"""Other people's link checkers, run as programs of their own on a built site."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from pathlib import Path
from urllib.parse import quote, unquote

from linter.site_check.address import Address
from linter.site_check.crawl import links_to, list_pages
from linter.site_check.dead_target import DeadTarget, EngineError, Reason
from linter.site_check.local_server import serve

TIMEOUT_SECONDS = 900
_KEPT = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL")
_NO_LIMIT = 1_000_000_000

# Only what this machine serves is asked for: `ignore` keeps every other URL from being looked at, mail hosts included.
_LINKCHECKER_SETTINGS = """\
[output]
status=0
warnings=0
[csv]
parts=valid,url
[checking]
robotstxt=0
maxfilesizeparse={limit}
maxfilesizedownload={limit}
[filtering]
checkextern=0
internlinks=^{origin}/
ignore=^(?!{origin}/)
"""


def run_linkchecker(folder: Path, address: Address, timeout: int = TIMEOUT_SECONDS) -> list[DeadTarget]:
    """The dead links that LinkChecker finds from every page of the site. Raises EngineError.

    The program is what the environment variable LINKCHECKER names, else `linkchecker` on the PATH or beside our own
    Python. It looks for files only, never for anchors.
    """
    program = _program("linkchecker", "pip install linkchecker")
    pages = list_pages(folder)
    with tempfile.TemporaryDirectory() as temporary, serve(folder, address.base_path) as url:
        settings = Path(temporary, "linkcheckerrc")
        origin = re.escape(url.removesuffix(quote(address.base_path)))
        settings.write_text(_LINKCHECKER_SETTINGS.format(origin=origin, limit=_NO_LIMIT), encoding="utf-8")
        command = [program, "--config", str(settings), "--no-status", "--stdin"]
        # To its standard output: run by root, it turns into a user who may write no file of ours.
        command += ["--output", "csv/utf-8"]
        urls = "\n".join(url + quote(re.sub(r"(^|/)index\.html$", r"\1", page)) for page in pages)
        output = _run(command, temporary, urls, timeout, (0, 1))
    return _links_to(folder, address, _linkchecker_urls(output), url)


def run_lychee(folder: Path, address: Address, timeout: int = TIMEOUT_SECONDS) -> list[DeadTarget]:
    """The dead links and anchors that lychee finds in every page of the site. Raises EngineError.

    The program is what the environment variable LYCHEE names, else `lychee` on the PATH.
    """
    program = _program("lychee", "see https://lychee.cli.rs")
    list_pages(folder)
    with tempfile.TemporaryDirectory() as temporary:
        # lychee takes links from the root as links from a folder: one in which the site lies at its base path.
        root = Path(os.path.realpath(temporary), "root")
        site = root / address.base_path.strip("/")
        site.parent.mkdir(parents=True, exist_ok=True)
        site.symlink_to(folder.resolve(), target_is_directory=True)
        settings = Path(temporary, "lychee.toml")
        settings.write_text("", encoding="utf-8")
        command = [program, "--config", str(settings), "--offline", "--include-fragments", "--no-progress"]
        command += ["--no-ignore", "--hidden", "--fallback-extensions", "html", "--index-files", "index.html"]
        command += ["--root-dir", str(root), "--format", "json", str(site)]
        try:
            report = json.loads(_run(command, temporary, "", timeout, (0, 2)))
        except ValueError as error:
            raise EngineError(f"lychee wrote no JSON that can be read: {error}") from None
    real, served = folder.resolve().as_uri() + "/", site.as_uri() + "/"
    urls = ((url.replace(real, served, 1), reason) for url, reason in _lychee_urls(report))
    return _links_to(folder, address, urls, served)


def _linkchecker_urls(output: str) -> Iterator[tuple[str, Reason]]:
    table = csv.DictReader(StringIO(output, newline=""), delimiter=";")
    try:
        if not {"valid", "url"} <= set(table.fieldnames or ()):
            raise EngineError("linkchecker wrote no table that can be read: it has no columns `valid` and `url`")
        for row in table:
            if row["valid"] == "False":
                yield row["url"] or "", "missing file"
    except csv.Error as error:
        raise EngineError(f"linkchecker wrote no table that can be read: {error}") from None


def _lychee_urls(report: object) -> Iterator[tuple[str, Reason]]:
    # Its older versions call the map of errors a map of failures.
    pages = report.get("error_map") or report.get("fail_map") if isinstance(report, dict) else None
    for failures in pages.values() if isinstance(pages, dict) else ():
        for failure in failures:
            is_anchor = "fragment" in json.dumps(failure.get("status")).lower()
            yield str(failure.get("url", "")), "missing anchor" if is_anchor else "missing file"


def _links_to(folder: Path, address: Address, urls: Iterable[tuple[str, Reason]], site: str) -> list[DeadTarget]:
    """The links that lead to the URLs that a program found dead. It may name but one of the pages that have it."""
    root = site.removesuffix(quote(address.base_path).lstrip("/"))
    dead: set[str] = set()
    for url, reason in urls:
        path, _, fragment = url.partition("#")
        path = path.partition("?")[0]
        if path.startswith(root):
            target = path[len(site) :] if path.startswith(site) else path[len(root) - 1 :]
            dead.add(unquote(f"{target}#{fragment}" if reason == "missing anchor" else target))
    return links_to(folder, address, dead)


def _program(name: str, advice: str) -> str:
    named = os.environ.get(name.upper()) or name
    # A virtual environment may be used without being on the PATH.
    found = shutil.which(named) or shutil.which(named, path=os.path.dirname(sys.executable))
    if found is None:
        raise EngineError(f"{name} is not installed: {advice}")
    return found


def _run(command: Sequence[str], folder: str, text: str, timeout: int, fine: Sequence[int]) -> str:
    """The standard output of a program that ends with one of the `fine` exit codes. Raises EngineError.

    The environment is nearly empty and the home a temporary folder: no setting of the user's, no proxy.
    """
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder, "NO_PROXY": "*"}
    name = os.path.basename(command[0])
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, input=text.encode(), capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise EngineError(f"{name} took longer than {timeout} seconds") from None
    except OSError as error:
        raise EngineError(f"{name} does not start: {error.strerror or error}") from None
    if done.returncode not in fine:
        complaints = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise EngineError(f"{name} failed: {complaints[-1] if complaints else f'exit code {done.returncode}'}")
    return done.stdout.decode("utf-8", "replace")
