"""What the mkdocs plugin costs: a build with it and without it, and a rebuild of `mkdocs serve` after one edit."""

from __future__ import annotations

import argparse
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.corpora import generate  # noqa: E402

CONFIG = """site_name: Benchmark
theme: {{name: material, font: false, features: [navigation.prune]}}
plugins: [search{plugin}]
markdown_extensions:
  [admonition, attr_list, tables, {{toc: {{permalink: true}}}}, pymdownx.highlight, pymdownx.superfences]
"""
VARIANTS = {"without": "", "with": ", runbook-linter"}
_BUILT = re.compile(r"Documentation built in ([\d.]+) seconds")
_CHARACTERS = 4900


def main() -> None:
    """Build each variant in turn, several times, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-serve", action="store_true", help="leave out the rebuilds of `mkdocs serve`")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        generate(base / "docs", args.pages, _CHARACTERS)
        for name, plugin in VARIANTS.items():
            (base / f"{name}.yml").write_text(CONFIG.format(plugin=plugin), encoding="utf-8")
        builds: dict[str, list[tuple[float, int]]] = {name: [] for name in VARIANTS}
        for _ in range(args.runs):
            for name in VARIANTS:
                builds[name].append(_build(base, name))
        cpu = {name: statistics.median(seconds for seconds, _ in found) for name, found in builds.items()}
        memory = {name: statistics.median(kib for _, kib in found) / 1024 for name, found in builds.items()}
        print(f"| {args.pages} pages, median of {args.runs} | without | with | ratio |\n| --- | ---: | ---: | ---: |")
        _row("build, CPU seconds", cpu, 1)
        _row("build, peak MiB", memory, 0)
        if not args.no_serve:
            _row("rebuild after one edit, seconds", {name: _rebuild(base, name, args.runs) for name in VARIANTS}, 2)


def _row(title: str, values: dict[str, float], digits: int) -> None:
    without, with_plugin = values["without"], values["with"]
    print(f"| {title} | {without:.{digits}f} | {with_plugin:.{digits}f} | {with_plugin / without:.2f} |")


def _build(base: Path, name: str) -> tuple[float, int]:
    """CPU seconds and peak memory in KiB of one build in a process of its own."""
    program = "import sys; from mkdocs.__main__ import cli; cli()"
    command = [sys.executable, "-c", program, "build", "-q", "-f", f"{name}.yml", "-d", f"site-{name}"]
    child = os.fork()
    if child == 0:
        os.chdir(base)
        os.environ["NO_MKDOCS_2_WARNING"] = "1"
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.execv(command[0], command)
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"the build {name} failed")
    return used.ru_utime + used.ru_stime, _peak(used)


def _peak(used: resource.struct_rusage) -> int:
    return used.ru_maxrss if sys.platform == "linux" else used.ru_maxrss // 1024


def _rebuild(base: Path, name: str, runs: int) -> float:
    """The median time of a rebuild, as the real `mkdocs serve` tells it."""
    log = base / f"{name}.log"
    page = base / "docs" / "page-1.md"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-u", "-m", "mkdocs", "serve", "-f", f"{name}.yml", "-a", "127.0.0.1:0"],
            cwd=base,
            stdout=out,
            stderr=out,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )
        try:
            for built in range(1, runs + 2):
                _wait(log, built)
                time.sleep(2)
                page.write_text(page.read_text("utf-8") + f"\nEdited {built} times.\n", encoding="utf-8")
            _wait(log, runs + 2)
        finally:
            server.terminate()
            server.wait()
    return statistics.median(float(seconds) for seconds in _BUILT.findall(log.read_text("utf-8"))[1:])


def _wait(log: Path, builds: int) -> None:
    for _ in range(6000):
        if len(_BUILT.findall(log.read_text("utf-8"))) >= builds:
            return
        time.sleep(0.1)
    sys.exit("mkdocs serve does not build")


if __name__ == "__main__":
    main()
