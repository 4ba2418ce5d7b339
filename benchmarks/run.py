"""Times the linter beside its peers, as whole processes, in one run.

    python benchmarks/run.py                       every peer that can be had, every corpus
    python benchmarks/run.py --only ours,rumdl --corpora page,medium --runs 3

Rule sets differ: this is what a user would wait. CPU seconds are quoted, and ratios within one run, because machines
are noisy.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.corpora import Corpus, corpora
from benchmarks.peers import Tool, tools
from benchmarks.plot import plot
from benchmarks.timing import Timing, interleaved

# What the design asks for without a cache, in CPU seconds.
GOALS = {"page": 0.110, "medium": 1.2}


def main() -> int:
    """Run and print a Markdown table per corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", default=str(Path(sys.executable).with_name("runbook-linter")))
    parser.add_argument("--corpus", default="../shared/corpus", help="folder with real pages")
    parser.add_argument("--only", default="", help="tools, by name, with commas")
    parser.add_argument("--corpora", default="page,openshift,medium,large", help="which corpora, with commas")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--warmup", type=int, default=1, help="runs that are not counted, first")
    parser.add_argument("--pages", type=int, default=5000, help="pages of the large generated corpus")
    parser.add_argument("--output", help="write the tables here too, and a plot beside them")
    args = parser.parse_args()
    found, missing = tools(args.command, [name for name in args.only.split(",") if name])
    lines = [f"not to be had: {name} ({why})" for name, why in missing.items()]
    measured: dict[str, dict[str, Timing]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for corpus in corpora(Path(folder), Path(args.corpus), args.corpora.split(","), args.pages):
            if corpus.reason:
                lines += ["", f"{corpus.name}: {corpus.reason}"]
                continue
            measured[corpus.name] = interleaved(
                {tool.name: tool.command(corpus.path) for tool in found}, args.runs, args.warmup, corpus.path.parent
            )
            lines += ["", *_table(corpus, measured[corpus.name], found)]
    print("\n".join(lines))
    if args.output:
        Path(args.output).write_text("\n".join(lines) + "\n", encoding="utf-8")
        Path(args.output).with_suffix(".svg").write_text(plot(measured), encoding="utf-8")
    return 0


def _table(corpus: Corpus, timings: dict[str, Timing], found: list[Tool]) -> list[str]:
    lines = [
        f"{corpus.name}: {corpus.pages} pages, {corpus.characters / 1e6:.2f} MB",
        "",
        "| tool | CPU s | wall s | peak MiB | ours / it |",
        "| --- | --- | --- | --- | --- |",
    ]
    ours = timings.get("ours")
    for tool in found:
        timing = timings[tool.name]
        ratio = f"{ours.cpu / timing.cpu:.2f}" if ours and timing.cpu else ""
        lines.append(f"| {tool.label} | {timing.cpu:.3f} | {timing.wall:.3f} | {timing.peak:.0f} | {ratio} |")
    if ours and corpus.name in GOALS:
        verdict = "met" if ours.cpu <= GOALS[corpus.name] else "missed"
        lines += ["", f"goal: {GOALS[corpus.name]} s CPU, {verdict}"]
    return lines


if __name__ == "__main__":
    sys.exit(main())
