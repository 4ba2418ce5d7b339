"""`runbook-linter rule NAME`: explain a rule, offline."""

from __future__ import annotations

import argparse

from linter.cli.command_parser import CommandParser
from linter.cli.setting import add_common_arguments, read_setting
from linter.config import ConfigError
from linter.levels import nearest_rule
from linter.registry import load_rules, rule_named
from linter.rule_docs import rule_page


def parser() -> argparse.ArgumentParser:
    """The options of `rule`."""
    parser = CommandParser(prog="runbook-linter rule", description="Explain a rule.")
    parser.add_argument("name", metavar="RULE", help="a name such as dead-link or a code such as L101")
    add_common_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the rule's documentation. Raises ConfigError for a rule that is not there."""
    setting = read_setting(args, [])
    rules = load_rules(setting.config, setting.root)
    rule = rule_named(rules, args.name)
    if rule is None:
        raise ConfigError(
            f"unknown rule `{args.name}`{nearest_rule(rules, args.name)}; `runbook-linter rules` lists all"
        )
    print(rule_page(rule), end="")
    return 0
