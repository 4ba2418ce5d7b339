"""`runbook-linter rules`: list all rules."""

from __future__ import annotations

import argparse
import json

from linter.cli.command_parser import CommandParser
from linter.cli.setting import add_common_arguments, read_setting
from linter.registry import load_rules
from linter.rule_docs import summary


def parser() -> argparse.ArgumentParser:
    """The options of `rules`."""
    parser = CommandParser(prog="runbook-linter rules", description="List all rules.")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    add_common_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the rules, plugins' and local ones included."""
    setting = read_setting(args, [])
    rules = load_rules(setting.config, setting.root)
    if args.format == "json":
        rows = [
            {"code": rule.code, "name": rule.name, "severity": rule.severity, "summary": summary(rule)}
            for rule in rules.values()
        ]
        print(json.dumps(rows, indent=1))
        return 0
    width = max(len(rule.name) for rule in rules.values())
    for rule in rules.values():
        print(f"{rule.code:<8} {rule.severity:<8} {rule.name:<{width}}  {summary(rule)}")
    return 0
