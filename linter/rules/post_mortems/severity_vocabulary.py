"""A page's severity is one of the scheme that the house uses.

Only where the configuration names one: `rules: {severity-vocabulary: {scheme: [P0, P1, P2, P3, P4]}}`. P1, SEV-1, Sev1
and 1 are the same severity written in other ways; `words: {critical: 1}` says what others mean.

## Bad
~~~yaml runbook-linter.yml
rules: {severity-vocabulary: {scheme: [P0, P1, P2, P3]}}
~~~

~~~markdown
---
kind: runbook
severity: SEV-1
---
# Disk full
~~~

## Good
~~~yaml runbook-linter.yml
rules: {severity-vocabulary: {scheme: [P0, P1, P2, P3]}}
~~~

~~~markdown
---
kind: runbook
severity: P1
---
# Disk full
~~~

## Fix
Safe: writes the same severity in the scheme's way.
"""

from __future__ import annotations

from collections.abc import Iterator

from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.model.severity_scheme import severity_level
from linter.rules.rule import PageRule


class SeverityVocabulary(PageRule):
    code = "P111"
    name = "severity-vocabulary"
    severity = "warning"
    scheme: list[str] = PageRule.option([], "the severities there are, in the form in which they are written")
    words: dict[str, int] = PageRule.option({}, "other words and their level, 0 for the worst: `{critical: 0}`")

    def check(self, page: Page) -> Iterator[Problem]:
        written = page.data.get("severity")
        known = [str(name) for name in self.scheme]
        if not known or not isinstance(written, (str, int)) or str(written) in known or page.is_template:
            return
        words = {str(word).casefold(): level for word, level in self.words.items()}
        level = int(written) if str(written).isdigit() else severity_level(str(written), words)
        same = next((name for name in known if level is not None and severity_level(name, words) == level), "")
        span = page.front_matter.values["severity"]
        said = page.text[span.start : span.end]
        fix = Fix((Edit(span.start, span.end, same),), True) if same and said == str(written) else None
        meant = f": write `{same}`" if same else f"; there are {', '.join(known)}"
        suggestions = (same,) if same else ()
        yield self.finding(
            span,
            f"`{written}` is no severity of this house{meant}",
            subject=str(written),
            suggestions=suggestions,
            fix=fix,
        )
