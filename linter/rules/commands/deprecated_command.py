"""A command, option, label or address that was deprecated or removed.

A removed one fails in the middle of an incident: that is an error. A deprecated one still works: a warning. What is
only a matter of taste (`netstat`, `egrep`) is left alone unless `style` is set. Each fact has a source, versions and a
scope. The platform is the configuration's (`tools: {platform: openshift}`), else OpenShift where the knowledge base
uses `oc` more than `kubectl`, else Kubernetes; a version in `tools:` takes back what that version still accepts.

## Bad
~~~markdown
# Node broken

```bash
kubectl drain node-1 --delete-local-data
```
~~~

## Good
~~~markdown
# Node broken

```bash
kubectl drain node-1 --delete-emptydir-data
```
~~~

## Fix
Where the replacement is one to one, `--fix` puts it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from linter.catalogue.deprecations import Fact, deprecated_code, deprecated_uses, facts
from linter.catalogue.usage import usage_of
from linter.catalogue.versions import is_month, reached
from linter.model.command import Command
from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.model.severity import Severity
from linter.project.project import Project
from linter.rules.rule import ProjectRule

_CODE = frozenset({"sql", "psql", "postgres", "postgresql", "mysql", "plsql", "pgsql"})


class DeprecatedCommand(ProjectRule):
    code = "C103"
    name = "deprecated-command"
    severity = "error"
    style = ProjectRule.option(False, "report matters of taste too, as info")

    def collect(self, source: Page) -> Iterator[Any]:
        """Which commands the page uses, and what in them is old somewhere."""
        used = [(usage_of(command, source.tools), command.span) for command in source.commands]
        uses = [[usage.tool, usage.subcommand, usage.known, *span] for usage, span in used if usage]
        if uses:
            yield {"uses": uses}
        for command in source.commands:
            for use in deprecated_uses(command, source.tools):
                if _meant_for_an_old_version(source, command, use.fact):
                    continue
                yield {
                    "fact": use.fact.id,
                    "at": [use.span.start, use.span.end],
                    "written": use.written,
                    "fixed": use.fixed,
                    "tool": command.tool,
                    "subject": source.text[use.span.start : command.span.end],
                }
        for block in source.code_blocks:
            if block.language in _CODE:
                for fact, found in deprecated_code(block.code):
                    line = block.code.count("\n", 0, found.start())
                    start = block.lines[line].start + found.start() - (block.code.rfind("\n", 0, found.start()) + 1)
                    at = [start, start + len(found[0])]
                    yield {
                        "fact": fact.id,
                        "at": at,
                        "written": found[0],
                        "fixed": None,
                        "tool": "",
                        "subject": found[0],
                    }

    def check(self, project: Project) -> Iterator[Problem]:
        platform = platform_of(project)
        for path, use in project.facts(DeprecatedCommand):
            if "fact" not in use:
                continue
            fact = facts()[use["fact"]]
            severity = self._severity(fact, platform, project, use["tool"])
            if severity is None:
                continue
            start, end = use["at"]
            fix = None if use["fixed"] is None else Fix((Edit(start, end, use["fixed"]),), True)
            yield self.finding(
                path,
                (start, end),
                message_of(fact, use["written"], use["tool"]),
                subject=use["subject"],
                suggestions=() if use["fixed"] is None else (use["fixed"],),
                fix=fix,
                severity=severity,
            )

    def _severity(self, fact: Fact, platform: str, project: Project, tool: str) -> Severity | None:
        if fact.platforms and platform not in fact.platforms:
            return None
        in_use = project.config.tools
        version = in_use.in_use(fact.of).version or in_use.in_use(in_use.named(tool)).version
        if fact.kind == "style":
            return "info" if self.style else None
        if version and fact.deprecated and not reached(version, fact.deprecated):
            return None if not fact.removed or not reached(version, fact.removed) else "error"
        if fact.kind == "deprecated" or (version and fact.removed and not reached(version, fact.removed)):
            return "warning"
        return "error"


def _meant_for_an_old_version(page: Page, command: Command, fact: Fact) -> bool:
    """True where the comment on the line, or what stands right before the block, names a version that still has it."""
    gone = fact.removed or fact.deprecated
    if not gone or is_month(gone):
        return False
    line_end = page.text.find("\n", command.span.end)
    comment = page.text[command.span.end : line_end if line_end >= 0 else None].partition("#")[2]
    before = page.text[max(command.block.span.start - 300, 0) : command.block.span.start].rstrip().rsplit("\n\n", 1)[-1]
    line_start = page.text.rfind("\n", 0, command.span.start)
    above = page.text[page.text.rfind("\n", 0, max(line_start, 0)) + 1 : max(line_start, 0)].lstrip()
    said = [comment, before, above if above.startswith("#") else ""]
    for name in {command.tool, fact.of}:
        for found in re.finditer(
            rf"(?i)\b{re.escape(name)}[ -]?(?:cli )?(?:v|version )?(\d+(?:\.\d+)*)\b", "\n".join(said)
        ):
            if not reached(found[1], gone):
                return True
    return False


def platform_of(project: Project) -> str:
    """What the knowledge base runs on: as configured, else what its commands show."""
    if project.config.tools.platform:
        return project.config.tools.platform
    tools = [use[0] for _, fact in project.facts(DeprecatedCommand) for use in fact.get("uses", ())]
    return "openshift" if tools.count("oc") > tools.count("kubectl") else "kubernetes"


def message_of(fact: Fact, written: str, tool: str) -> str:
    """What a reader is told of an old command."""
    whose = fact.of if fact.of else tool
    path = () if fact.path == ("*",) else fact.path
    command = " ".join((tool, *path))
    if fact.shape:
        what = f"`{command} … {written}` without `--`"
    elif fact.options or (fact.text and path):
        what = f"`{command} {written}`"
    elif fact.text:
        what = f"`{written}`"
    else:
        what = f"`{command}`"
    if fact.kind == "style":
        said = "is old style"
    elif fact.kind == "deprecated":
        said = "is deprecated" + (f" since {_when(whose, fact.deprecated)}" if fact.deprecated else "")
    elif fact.kind == "moved" and not fact.removed:
        said = "does not exist"
    else:
        said = f"was {fact.kind}" + (f" in {_when(whose, fact.removed)}" if fact.removed else "")
    return f"{what} {said}; instead: {fact.replacement}" if fact.replacement else f"{what} {said}: take it out"


def _when(whose: str, version: str) -> str:
    return version if is_month(version) else f"{whose} {version}"
