"""An update promises no time of recovery.

"Fixed in ten minutes" is heard as a promise. Nobody can keep it before the cause is known, and after the eleventh
minute nobody believes the next update either. Promise the time of the next update instead: that one can be kept. What
is told of the past ("was fixed in ten minutes") is none.

## Bad
~~~yaml docs/incidents/INC-1.yml
id: INC-1
title: Payments fail
severity: P2
status: investigating
times: {started: 2026-11-23T06:00:00Z}
updates:
  - {time: 2026-11-23T06:10:00Z, message: Payments fail. This will be fixed in ten minutes.}
~~~

## Good
~~~yaml docs/incidents/INC-1.yml
id: INC-1
title: Payments fail
severity: P2
status: investigating
times: {started: 2026-11-23T06:00:00Z}
updates:
  - {time: 2026-11-23T06:10:00Z, message: Payments fail. We are renewing a certificate. Next update in 30 minutes.}
~~~
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.incident import ENDED
from linter.model.span import Span
from linter.project.project import Project
from linter.rules.rule import ProjectRule


class FalsePromise(ProjectRule):
    code = "N105"
    name = "false-promise"
    severity = "warning"
    sources = ("record",)

    def check(self, project: Project) -> Iterator[Problem]:
        if not project.incident_files:
            return
        from linter.parsing.promises import promises_in

        for file in project.incident_files:
            for update in file.record.updates if file.record else ():
                if update.status in ENDED:
                    continue
                for words in promises_in(update.message, mended=update.status == "monitoring"):
                    place = file.record.place(f"{update.key}.message") if file.record else Span(0, 0)
                    # A text folded over lines is not in the file as such.
                    start = file.text.find(words, place.start, place.end)
                    span = Span(start, start + len(words)) if start >= 0 else place
                    message = f"`{words}` promises a time nobody can be sure of: say when the next update comes"
                    yield self.finding(file.path, span, message, subject=words)
