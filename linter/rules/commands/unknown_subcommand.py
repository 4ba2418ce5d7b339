"""A subcommand that the tool does not have.

A sibling tool's command (`kubectl rsh`, which is `oc`'s) and a slip of the pen (`kubectl descirbe`) are errors. Any
other unknown subcommand is a warning where `tools:` in the configuration says that the version in use is one that was
looked at, and else info: it may be a plugin, or newer than the catalogue. Plugins are named in the configuration:
`tools: {kubectl: {plugins: [relay]}}`.

## Bad
~~~markdown
# Node broken

```bash
kubectl rsh -n etcd etcd-0
```
~~~

## Good
~~~markdown
# Node broken

```bash
kubectl exec -it -n etcd etcd-0 -- sh
```
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.catalogue.deprecations import deprecated_uses
from linter.catalogue.look_up import Reading, Unknown, reading_of
from linter.catalogue.tool import shipped_tool
from linter.model.command import Command
from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule


class UnknownSubcommand(PageRule):
    code = "C101"
    name = "unknown-subcommand"
    severity = "warning"

    def check(self, page: Page) -> Iterator[Problem]:
        for command in page.commands:
            reading = reading_of(command, page.tools)
            if reading is None or not reading.tool.closed or reading.unknown_command is None:
                continue
            unknown = reading.unknown_command
            in_use = page.tools.in_use(reading.tool.name)
            old = {use.span for use in deprecated_uses(command, page.tools)}
            if unknown.name not in in_use.plugins and not any(span.contains(unknown.span) for span in old):
                yield self._problem(command, reading, unknown, in_use.version)

    def _problem(self, command: Command, reading: Reading, unknown: Unknown, declared: str) -> Problem:
        tool = reading.tool
        what = " ".join((command.tool, *reading.path))
        sibling = _sibling_with(reading, unknown.name)
        if sibling:
            message = f"`{unknown.name}` is a command of `{sibling}`, not of `{what}`"
            return self.finding(unknown.span, message, subject=unknown.name, severity="error")
        if unknown.near:
            message = f"`{what}` has no command `{unknown.name}`: `{unknown.near}` is meant"
            return self.finding(
                unknown.span, message, subject=unknown.name, suggestions=(unknown.near,), severity="error"
            )
        looked_at = ", ".join(tool.versions)
        message = f"`{what}` had no command `{unknown.name}` in {tool.name} {looked_at} ({tool.taken}): check it"
        if tool.plugins and not reading.path:
            message += f", or name it as a plugin under `tools: {tool.name}:` in the configuration"
        sure = bool(declared) and any(version.startswith(declared) for version in tool.versions)
        return self.finding(unknown.span, message, subject=unknown.name, severity="warning" if sure else "info")


def _sibling_with(reading: Reading, name: str) -> str:
    """The tool that has the subcommand, of those that are taken for this one."""
    if reading.path:
        return ""
    siblings = (shipped_tool(sibling) for sibling in reading.tool.siblings)
    return next((tool.name for tool in siblings if tool and tool.root.command(name) is not None), "")
