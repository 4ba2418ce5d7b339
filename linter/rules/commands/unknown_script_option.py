"""A command gives a script of this repository an option that the script does not have.

Only where the script shows all of its options: Python's argparse or click with every name written out, a shell's
`getopts`, or a `case` that refuses what it does not know. The script is read, never run.

## Bad
~~~python scripts/promote.py
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--replica")
~~~

~~~markdown
# Primary down

```bash
python3 scripts/promote.py --standby replica-1
```
~~~

## Good
~~~python scripts/promote.py
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--replica")
~~~

~~~markdown
# Primary down

```bash
python3 scripts/promote.py --replica replica-1
```
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linter.catalogue.look_up import near_name
from linter.catalogue.scripts import places, script_call
from linter.model.finding import Problem
from linter.model.page import Page
from linter.project.project import Project
from linter.rules.rule import ProjectRule

if TYPE_CHECKING:
    from linter.parsing.script_options import ScriptOptions

_OPTION = re.compile(r"--[A-Za-z][\w-]*|-[A-Za-z][\w-]*")


class UnknownScriptOption(ProjectRule):
    code = "C119"
    name = "unknown-script-option"
    severity = "error"

    def collect(self, source: Page) -> Iterator[Any]:
        """The options the page gives to scripts: the script's path, the option, and where it stands."""
        for command in source.commands:
            call = script_call(command)
            for word in call.arguments if call else ():
                if word.text == "--":
                    break
                name = word.written.split("=", 1)[0]
                if call and not word.quoted and _OPTION.fullmatch(name):
                    yield [call.path, name, word.span.start]

    def check(self, project: Project) -> Iterator[Problem]:
        known: dict[str, ScriptOptions | None] = {}
        for page, (path, name, start) in project.facts(UnknownScriptOption):
            script = next((place for place in places(page, path) if project.tree.is_file(place)), None)
            if script is None:
                continue
            if script not in known:
                # The parser of Python is read only where a script is.
                from linter.parsing.script_options import script_options

                text = project.text_of(script)
                known[script] = None if text is None else script_options(script, text)
            options = known[script]
            if options is not None and not _takes(options, name):
                near = near_name(name, sorted(options.names))
                hint = (
                    f"`{near}` is meant" if near else "it takes " + ", ".join(f"`{o}`" for o in sorted(options.names))
                )
                message = f"`{script}` has no option `{name}`: {hint}"
                suggestions = (near,) if near else ()
                yield self.finding(
                    page, (start, start + len(name)), message, subject=f"{path} {name}", suggestions=suggestions
                )


def _takes(options: ScriptOptions, name: str) -> bool:
    if name in options.names:
        return True
    if name.startswith("--"):
        return options.abbreviated and any(option.startswith(name) for option in options.names)
    return name[:2] in options.names
