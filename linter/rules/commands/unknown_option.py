"""An option that the tool does not have.

Known are the tools in the linter's catalogue (`runbook-linter commands --catalogue`) and those that
`runbook-linter commands learn` described. A slip of the pen (`kubectl get --o`, `oc exec pod --bash`) is an error. Any
other unknown option is a warning where `tools:` in the configuration says that the version in use is one that was
looked at, and else info: a newer version than the catalogue's may have it.

## Bad
~~~markdown
# Node broken

```bash
kubectl get nodes --otuput wide
```
~~~

## Good
~~~markdown
# Node broken

```bash
kubectl get nodes --output wide
```
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.catalogue.deprecations import deprecated_uses
from linter.catalogue.look_up import Reading, Unknown, reading_of
from linter.model.command import Command
from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.rules.rule import PageRule

# What people run in a container; `--bash` is `-- bash` with a blank too few.
_PROGRAMS = frozenset({"bash", "sh", "ls", "cat", "ps", "df", "env", "top", "psql", "redis-cli", "mysql", "curl"})
_RUNNERS = frozenset({"exec", "rsh", "debug", "run"})


class UnknownOption(PageRule):
    code = "C102"
    name = "unknown-option"
    severity = "warning"

    def check(self, page: Page) -> Iterator[Problem]:
        for command in page.commands:
            reading = reading_of(command, page.tools)
            if reading is None or not reading.tool.closed or not reading.unknown_options:
                continue
            old = {use.span for use in deprecated_uses(command, page.tools)}
            for unknown in reading.unknown_options:
                if unknown.span not in old:
                    yield self._problem(page, command, reading, unknown)

    def _problem(self, page: Page, command: Command, reading: Reading, unknown: Unknown) -> Problem:
        what = " ".join((command.tool, *reading.path))
        program = unknown.name[2:]
        if program in _PROGRAMS and reading.path and reading.path[-1] in _RUNNERS:
            message = f"`{what}` has no option `{unknown.name}`: put a blank before `{program}`, `-- {program}`"
            fix = Fix((Edit(unknown.span.start, unknown.span.end, f"-- {program}"),), True)
            return self.finding(unknown.span, message, subject=unknown.name, fix=fix, severity="error")
        if unknown.near:
            message = f"`{what}` has no option `{unknown.name}`: `{unknown.near}` is meant"
            return self.finding(
                unknown.span, message, subject=unknown.name, suggestions=(unknown.near,), severity="error"
            )
        tool = reading.tool
        declared = page.tools.in_use(tool.name).version
        looked_at = ", ".join(tool.versions)
        message = f"`{what}` had no option `{unknown.name}` in {tool.name} {looked_at} ({tool.taken}): check it"
        sure = bool(declared) and any(version.startswith(declared) for version in tool.versions)
        return self.finding(unknown.span, message, subject=unknown.name, severity="warning" if sure else "info")
