"""`runbook-linter alerts RULES…`: which alert leads to which runbook, and which lead nowhere."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.command_parser import CommandParser
from linter.cli.ending import complain
from linter.cli.setting import Setting, add_common_arguments, make_request, read_setting

if TYPE_CHECKING:
    from linter.alert_coverage import Coverage, ServedAlerts
    from linter.model.alert_file import AlertFile


def parser() -> argparse.ArgumentParser:
    """The options of `alerts`."""
    parser = CommandParser(
        prog="runbook-linter alerts",
        description="Say which alert leads to which runbook, which URLs are dead, and which runbooks no alert names.",
    )
    parser.add_argument(
        "rules",
        nargs="*",
        metavar="RULES",
        help="rule files and folders, `-` for standard input (default: alerts.rules)",
    )
    parser.add_argument("--rules-from", action="append", default=[], metavar="PATH", help="the same, as an option")
    parser.add_argument("--docs", metavar="DIR", help="where the runbooks are (default: the knowledge base)")
    parser.add_argument("--format", choices=("text", "json", "markdown", "csv"), default="text")
    parser.add_argument(
        "--write-stubs", action="store_true", help="write a runbook to begin with for each that is missing"
    )
    parser.add_argument("--diff", metavar="REV", help="only the alerts that are new or changed since this Git revision")
    add_common_arguments(parser)
    return parser


def run(args: argparse.Namespace) -> int:
    """Print the coverage; exit 1 where a URL is dead."""
    setting = read_setting(args, [args.docs] if args.docs else [])
    files, troubles = _files(setting, [*args.rules, *args.rules_from])
    request, more = make_request(setting, args)
    troubles += more
    from linter.alert_coverage import as_object, coverage, served_by
    from linter.engine import lint
    from linter.levels import Selection

    done = lint(request._replace(selection=Selection(("duplicate-page",))))
    pages = [served_by(page) for page in done.pages]
    found = coverage(files, pages, setting.config)
    if args.write_stubs:
        troubles += _write_stubs(found, pages, setting, done.project.docs)
        return _finish([*troubles, *done.troubles], 0)
    if args.diff:
        found, trouble = _since(found, files, setting, args.diff)
        troubles += trouble
    for file in files:
        for broken in file.broken:
            line = file.text.count("\n", 0, broken.span.start) + 1
            troubles.append(f"{file.path}:{line}: {broken.message}")
        if file.skipped:
            print(f"{file.path}: passed over: {file.skipped}", file=sys.stderr)
    if not troubles and not any(file.rules for file in files):
        troubles.append("no alert rules here; name files or folders with rules")
    if args.format == "json":
        print(json.dumps(as_object(found), ensure_ascii=False, indent=1))
    elif args.format == "csv":
        print(_csv(found), end="")
    else:
        print("\n".join(_markdown(found) if args.format == "markdown" else _text(found)))
    return _finish([*troubles, *done.troubles], 1 if found.dead else 0)


def _finish(troubles: list[str], status: int) -> int:
    for trouble in troubles:
        complain(trouble)
    return 2 if troubles else status


def _write_stubs(found: Coverage, pages: list[ServedAlerts], setting: Setting, docs: str) -> list[str]:
    """Write the pages that are missing; what went wrong. What is there is left alone."""
    from linter.files import write_new
    from linter.generators.alert_stub import stubs
    from linter.generators.page_template import find_template
    from linter.kinds.load import load_kinds, schema_files

    kind = load_kinds(schema_files(setting.root, setting.config.schemas))["runbook"]
    troubles: list[str] = []
    template = find_template(setting.root, setting.config.schemas, kind.name)
    for stub in stubs(found, pages, docs, kind, template):
        path = setting.root / stub.path
        try:
            if path.exists():
                troubles.append(f"{stub.path}: is there already, and serves another alert than {stub.alert}")
                continue
            write_new(path, stub.text)
        except OSError as error:
            troubles.append(f"{stub.path}: cannot be written: {error.strerror}")
            continue
        print(f"{stub.path}: written for {stub.alert}")
    return troubles


def _since(found: Coverage, files: list[AlertFile], setting: Setting, revision: str) -> tuple[Coverage, list[str]]:
    """The coverage of the alerts that were not there, or were otherwise, at a revision."""
    from linter.parsing.alert_files import read_alert_file
    from linter.project.git import run_git

    if run_git(setting.root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
        return found, [f"{revision}: no such revision here"]
    before = set()
    for file in files:
        folder, base = os.path.split(os.path.abspath(setting.root / file.path))
        text = run_git(Path(folder), "show", f"{revision}:./{base}")
        for rule in read_alert_file(file.path, text.decode("utf-8", "replace")).rules if text else ():
            before.add((file.path, rule.name, rule.expr, rule.severity, rule.runbook_url))
    kept = tuple(
        alert
        for alert in found.alerts
        if (alert.path, alert.rule.name, alert.rule.expr, alert.rule.severity, alert.rule.runbook_url) not in before
    )
    return found._replace(alerts=kept, runbooks_without_alert=()), []


def _files(setting: Setting, given: list[str]) -> tuple[list[AlertFile], list[str]]:
    """The alert files named, or those of the configuration; what went wrong."""
    from linter.parsing.alert_files import read_alert_file
    from linter.project.alerts import files_below, read_alerts_at, rule_paths

    if not given:
        return [
            read_alerts_at(setting.root, path) for path in rule_paths(setting.root, setting.config.alerts.rules)
        ], []
    files: list[AlertFile] = []
    troubles: list[str] = []
    for name in given:
        path = Path(name)
        if name == "-":
            files.append(read_alert_file("standard input", sys.stdin.buffer.read().decode("utf-8", "replace")))
        elif path.is_dir():
            shown = name.rstrip("/")
            files += [
                file._replace(path=f"{shown}/{file.path}")
                for file in (read_alerts_at(path, inner) for inner in files_below(path))
                # A folder holds other YAML too, which is nothing to speak of.
                if file.rules or file.skipped or _looks_like_rules(file.text)
            ]
        elif path.is_file():
            folder, base = os.path.split(os.path.abspath(name))
            files.append(read_alerts_at(Path(folder), base)._replace(path=name))
        else:
            troubles.append(f"{name}: no such file or folder")
    return files, troubles


def _looks_like_rules(text: str) -> bool:
    return "alert:" in text and "expr:" in text


def _text(found: Coverage) -> Iterable[str]:
    total = len(found.alerts)
    with_page = sum(1 for alert in found.alerts if alert.page)
    yield f"{with_page} of {total} alerts have a runbook"
    for url, folder in found.prefixes.items():
        yield f"{url} is {folder or 'the root'}"
    if found.dead:
        yield f"\n{len(found.dead)} {'URL leads' if len(found.dead) == 1 else 'URLs lead'} nowhere:"
        for alert in found.dead:
            yield f"  {alert.path}:{alert.line}  {alert.rule.name}  {alert.rule.runbook_url}"
            for near in alert.near:
                yield f"      is it {near}?"
    if found.without_url:
        number = len(found.without_url)
        yield f"\n{number} {'alert names' if number == 1 else 'alerts name'} no runbook:"
        for alert in found.without_url:
            severity = f" ({alert.rule.severity})" if alert.rule.severity else ""
            hint = f"  there is {alert.page}" if alert.page else ""
            yield f"  {alert.path}:{alert.line}  {alert.rule.name}{severity}{hint}"
    if found.runbooks_without_alert:
        number = len(found.runbooks_without_alert)
        yield f"\n{number} {'runbook serves' if number == 1 else 'runbooks serve'} no alert:"
        yield from (f"  {page}" for page in found.runbooks_without_alert)


def _markdown(found: Coverage) -> Iterable[str]:
    from linter.site.as_markdown import escape_markdown as plain

    with_page = sum(1 for alert in found.alerts if alert.page)
    yield f"{with_page} of {len(found.alerts)} alerts have a runbook.\n"
    yield "| Alert | Severity | Runbook | State |"
    yield "| --- | --- | --- | --- |"
    for alert in found.alerts:
        rule = alert.rule
        cells = (rule.name, rule.severity, alert.page or rule.runbook_url, alert.state)
        yield f"| {' | '.join(map(plain, cells))} |"
    if found.runbooks_without_alert:
        yield "\nRunbooks that serve no alert:\n"
        yield from (f"- {plain(page)}" for page in found.runbooks_without_alert)


def _csv(found: Coverage) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["alert", "severity", "path", "line", "runbook_url", "page", "dead"])
    for alert in found.alerts:
        rule = alert.rule
        dead = "yes" if alert.dead else "no"
        writer.writerow([rule.name, rule.severity, alert.path, alert.line, rule.runbook_url, alert.page, dead])
    return text.getvalue()
