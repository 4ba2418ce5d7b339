"""What the mkdocs plugin costs: a build with it and without it, and a rebuild after one edit."""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
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
_CHARACTERS = 4900


def main() -> None:
    """Build each variant in turn, several times, and print medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-rebuild", action="store_true", help="leave out the rebuild, as `mkdocs serve` does one")
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
        if not args.no_rebuild:
            print(f"| the plugin's own time in a rebuild after one edit, CPU seconds | | {_rebuild(base):.2f} | |")


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


_REBUILD = """
import os, sys, time
from mkdocs.commands.build import build
from mkdocs.config import load_config
from linter.site import guard, plugin

spent = 0.0
depth = 0


def timed(owner, name):
    function = getattr(owner, name)

    def wrapper(*args, **options):
        global spent, depth
        depth += 1
        start = time.process_time()
        try:
            return function(*args, **options)
        finally:
            depth -= 1
            if not depth:
                spent += time.process_time() - start

    wrapper.__dict__.update(function.__dict__)
    setattr(owner, name, wrapper)


HOOKS = ("on_config", "on_page_markdown", "on_post_page", "on_post_build")
for name in (*HOOKS, "_with_our_files", "_with_parts", "_shown"):
    timed(plugin.RunbookLinterPlugin, name)
timed(guard._Source, "run")
timed(guard._RawHtml, "run")
timed(guard._Elements, "run")
config = load_config("with.yml", site_dir="site-rebuilt")
config.plugins.on_startup(command="serve", dirty=False)
build(config)
spent = 0.0
with open("docs/page-1.md", "a", encoding="utf-8") as page:
    page.write("\\nEdited.\\n")
build(config)
print(spent)
"""


def _rebuild(base: Path) -> float:
    """CPU seconds that the plugin itself takes in the second of two builds, one page edited between them.

    Timed inside the plugin's hooks: the difference of two whole rebuilds drowns in the machine's noise.
    """
    done = subprocess.run(
        [sys.executable, "-c", _REBUILD],
        cwd=base,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    main()
