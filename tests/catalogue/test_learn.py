"""Learning a tool from its own help: real programs, started for real."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from linter.catalogue.learn import LearnError, ask, commands_in, learn, options_in
from tests.cli.run import findings, run

DEPLOY = """#!{python}
import argparse

parser = argparse.ArgumentParser(prog="deployctl")
parser.add_argument("--version", action="version", version="deployctl 4.2.1")
parser.add_argument("-c", "--cluster")
commands = parser.add_subparsers(title="commands", metavar="COMMAND")
rollback = commands.add_parser("rollback", help="go back")
rollback.add_argument("--to", metavar="RELEASE")
status = commands.add_parser("status", help="say how it goes")
parser.parse_args()
"""
# Answers as a program made with cobra does.
COBRA = """#!{python}
import sys
words = sys.argv[1:]
options = {{"": ["-n, --namespace string   where"], "get": ["--output string   how", "--watch   go on"]}}
takes = {{"--namespace", "-n", "--output"}}
path = [word for word in words if not word.startswith("-")]
if words[:1] == ["__complete"]:
    if words[1:] == [""]:
        print("get\\tShow things\\nlist\\tThe same")
    print(":4")
elif words == ["--version"]:
    print("thingctl v1.30.2")
elif words[-1:] and words[-1].startswith("-") and words[-1] != "--help":
    known = {{"-n", "--namespace", "--help", "-h"}} | ({{"--output", "--watch"}} if "get" in path else set())
    if words[-1] not in known:
        sys.exit("Error: unknown flag: " + words[-1])
    if words[-1] in takes:
        sys.exit("Error: flag needs an argument: " + words[-1])
    print("help")
else:
    name = path[0] if path else ""
    name = "get" if name == "list" else name
    print("Usage:\\n  thingctl", " ".join(path))
    if not name:
        print("\\nAvailable Commands:\\n  get         Show things")
    else:
        print("\\nAliases:\\n  get, list")
    print("\\nFlags:")
    for line in options.get(name, []):
        print("      " + line)
"""


def program(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text.format(python=sys.executable), encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_tool_without_completion_is_read_from_its_help(tmp_path: Path) -> None:
    data = learn("deployctl", ask(program(tmp_path, "deployctl", DEPLOY)), "2026-11-23")

    assert data["versions"] == ["4.2.1"]
    assert not data["closed"]
    assert set(data["root"]["options"]) >= {"-c", "--cluster", "--version", "--help"}


def test_a_cobra_tool_says_which_options_take_a_value(tmp_path: Path) -> None:
    data = learn("thingctl", ask(program(tmp_path, "thingctl", COBRA)), "2026-11-23")

    assert (data["closed"], data["style"], data["versions"]) == (True, "pflag", ["1.30.2"])
    assert data["root"]["options"] == {"--help": "", "--namespace": "=", "-h": "", "-n": "="}
    assert data["root"]["commands"]["get"]["options"] == {"--output": "=", "--watch": ""}


def test_what_is_no_program_is_one_line() -> None:
    with pytest.raises(LearnError, match="no-such-tool-here: no such program here"):
        learn("no-such-tool-here", ask("no-such-tool-here"), "2026-11-23")


def test_a_learned_tool_is_checked_from_then_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    program(tmp_path / "bin", "thingctl", COBRA)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    base = tmp_path / "base"
    base.mkdir()
    (base / "runbook-linter.yml").write_text("tools:\n  thingctl: '1.30'\n", encoding="utf-8")
    page = "# Things\n\n```bash\nthingctl get -n x --ouput json\nthingctl -n x get --colour red\n```\n"
    (base / "page.md").write_text(page, encoding="utf-8")
    assert run("check", ".", cwd=base).returncode == 0

    learned = run("commands", "learn", "thingctl", cwd=base)
    assert learned.returncode == 0, learned.stderr
    assert "thingctl 1.30.2: " in learned.stdout
    assert json.loads((base / "schemas/tools/thingctl.json").read_text(encoding="utf-8"))["tool"] == "thingctl"
    checked = run("check", ".", "--format", "json", cwd=base)

    assert [(f["code"], f["severity"], f["line"]) for f in findings(checked)] == [
        ("C102", "error", 4),
        ("C102", "warning", 5),
    ]


def test_a_broken_description_of_a_tool_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "schemas/tools").mkdir(parents=True)
    (tmp_path / "schemas/tools/x.json").write_text('{"tool": 1', encoding="utf-8")
    (tmp_path / "page.md").write_text("# A\n", encoding="utf-8")

    checked = run("check", ".", cwd=tmp_path)

    assert checked.returncode == 2
    assert "x.json: not a description of a tool" in checked.stderr
    assert checked.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "options", "commands"),
    [
        ("Options:\n  -A, --all-namespaces=false:\n\tIf present\n", {"-A", "--all-namespaces"}, []),
        ("  -q, --quiet   use -x instead\n", {"-q", "--quiet"}, []),
        ("  --[no-]color   colours\n", {"--color", "--no-color"}, []),
        ("Available Commands:\n  get    show\n  set    put\n\nFlags:\n  x   y\n", set(), ["get", "set"]),
    ],
)
def test_help_texts(text: str, options: set[str], commands: list[str]) -> None:
    assert options_in(text) == options
    assert commands_in(text) == commands
