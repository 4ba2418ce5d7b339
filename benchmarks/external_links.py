"""A thousand URLs on fifty hosts of the loopback interface: our checker beside lychee, on the same URLs in one run.

    python -m benchmarks.external_links [LYCHEE]

Prints for each the wall time, the URLs it judged wrongly, and for ours the second run with what the first one kept.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from linter.web.checking import Checker, Settings
from tests.web.hosts import Expected, Hosts

_ALIVE = ("ok", "moved")


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        with Hosts(Path(folder)).running() as hosts:
            store = Path(folder) / "store"
            wall, wrong = ours(hosts.urls(), store)
            print(f"ours          {wall:6.1f} s  {wrong} wrong of {len(hosts.urls())}")
            hosts.seen.clear()
            wall, wrong = ours(hosts.urls(), store)
            print(f"ours, again   {wall:6.1f} s  {wrong} wrong, {sum(hosts.seen.values())} requests")
        if len(sys.argv) > 1:
            with Hosts(Path(folder)).running() as hosts:
                wall, wrong = lychee(sys.argv[1], hosts.urls(), Path(folder))
                print(f"lychee        {wall:6.1f} s  {wrong} wrong")


def ours(urls: dict[str, Expected], store: Path) -> tuple[float, int]:
    """Wall time and wrong verdicts."""
    start = time.perf_counter()
    found = Checker(Settings(allow_private=("127.*",), store=store), datetime.now(UTC))(urls)
    wall = time.perf_counter() - start
    return wall, sum(found[url].verdict != expected.verdict for url, expected in urls.items())


def lychee(program: str, urls: dict[str, Expected], folder: Path) -> tuple[float, int]:
    """The same for lychee, which knows only alive and not: both kinds of alive count as right for either."""
    page = folder / "page.md"
    page.write_text("\n\n".join(f"<{url}>" for url in urls), encoding="utf-8")
    start = time.perf_counter()
    command = [program, "--no-progress", "--format", "json", "--include-fragments", "--verbose", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    wall = time.perf_counter() - start
    report = json.loads(done.stdout)
    failed = {
        entry["url"]
        for name in ("error_map", "timeout_map")
        for some in report.get(name, {}).values()
        for entry in some
    }
    # What it may not look at counts as right however it is judged: 403, a redirect into a private network.
    judged = {url: expected for url, expected in urls.items() if expected.verdict not in ("blocked", "skipped")}
    return wall, sum((url not in failed) != (expected.verdict in _ALIVE) for url, expected in judged.items())


if __name__ == "__main__":
    main()
