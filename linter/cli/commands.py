"""`runbook-linter commands`: what the pages depend on; `commands learn TOOL`: describe a tool of one's own."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from linter.cli.command_parser import CommandParser
from linter.cli.ending import complain
from linter.cli.setting import add_common_arguments, make_request, parse_date, read_setting


def parser() -> argparse.ArgumentParser:
    """The options of `commands`."""
    parser = CommandParser(
        prog="runbook-linter commands",
        description="List every tool and command the knowledge base depends on, those to mend first.",
        epilog="`runbook-linter commands learn TOOL` asks an installed tool for its subcommands and options (it runs"
        " `TOOL --help`) and writes schemas/tools/TOOL.json, which the linter reads from then on.",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="pages and folders, or: learn TOOL…")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--pages", action="store_true", help="list the pages of each command too")
    parser.add_argument(
        "--catalogue", action="store_true", help="list the tools the linter knows, and in which versions"
    )
    add_common_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the list; exit 1 where a command was removed or never was."""
    if args.catalogue:
        return _catalogue(args.format)
    if args.paths[:1] == ["learn"]:
        return _learn(args)
    setting = read_setting(args, args.paths)
    request, troubles = make_request(setting, args)
    if not request.pages and not troubles:
        troubles.append("no Markdown pages here")
    from linter.commands_in_use import commands_in_use
    from linter.engine import lint
    from linter.levels import Selection

    chosen = ("unknown-subcommand", "unknown-option", "deprecated-command")
    done = lint(request._replace(selection=Selection(chosen)))
    rows = commands_in_use(done.project, (finding for finding in done.findings if finding.state != "suppressed"))
    if args.format == "json":
        objects = [
            {
                "tool": row.tool,
                "command": row.name,
                "uses": row.uses,
                "pages": list(row.pages),
                "verdict": row.verdict,
                "findings": [
                    {"path": finding.path, "line": finding.position.line, "message": finding.message}
                    for finding in row.findings
                ],
            }
            for row in rows
        ]
        print(json.dumps({"version": 1, "commands": objects}, ensure_ascii=False, indent=1))
    elif rows:
        width = max(len(row.name) for row in rows)
        for row in rows:
            print(f"{row.verdict:<13}  {row.name:<{width}}  {row.uses:>4} uses on {len(row.pages)} pages")
            for finding in row.findings:
                print(f"{'':<15}{finding.path}:{finding.position.line}  {finding.message}")
            if args.pages:
                print("".join(f"{'':<15}{page}\n" for page in row.pages), end="")
    for line in [*troubles, *done.troubles]:
        complain(line)
    if troubles or done.troubles:
        return 2
    return 1 if any(row.verdict in ("removed", "wrong") for row in rows) else 0


def _catalogue(form: str) -> int:
    from linter.catalogue.tool import shipped_tools

    tools = list(shipped_tools())
    if form == "json":
        rows = [{"tool": t.name, "versions": t.versions, "source": t.source, "taken": t.taken} for t in tools]
        print(json.dumps(rows, indent=1))
        return 0
    width = max(len(tool.name) for tool in tools)
    for tool in tools:
        print(f"{tool.name:<{width}}  {', '.join(tool.versions):<16}  {tool.source}, looked at {tool.taken}")
    return 0


def _learn(args: argparse.Namespace) -> int:
    """Describe each tool named; exit 2 where one cannot be asked."""
    setting = read_setting(args, [])
    from linter.catalogue.learn import LearnError, ask, learn
    from linter.files import write_new

    names = args.paths[1:]
    if not names:
        print("runbook-linter: say which tool: runbook-linter commands learn TOOL", file=sys.stderr)
        return 2
    status = 0
    for name in names:
        try:
            data = learn(Path(name).name, ask(name), parse_date(args.today).isoformat())
            path = setting.root / "schemas" / "tools" / f"{data['tool']}.json"
            write_new(path, json.dumps(data, indent=1, sort_keys=True) + "\n")
        except LearnError as error:
            complain(str(error))
            status = 2
            continue
        except OSError as error:
            complain(f"{name}: its description cannot be written: {error.strerror}")
            status = 2
            continue
        options, commands = _counted(data["root"])
        version = data["versions"][0] or "without a version"
        print(f"{data['tool']} {version}: {commands} commands, {options} options, written to {path}")
    return status


def _counted(node: object) -> tuple[int, int]:
    """How many options and subcommands a tree has."""
    if not isinstance(node, dict):
        return 0, 0
    inner = [_counted(child) for child in node.get("commands", {}).values()]
    return len(node["options"]) + sum(o for o, _ in inner), len(inner) + sum(c for _, c in inner)
