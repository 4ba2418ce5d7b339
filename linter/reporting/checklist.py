"""`check --checklist`: the questions a reviewer asks, ticked and crossed."""

from __future__ import annotations

from collections.abc import Sequence

from linter.model.severity import rank
from linter.run import PageResult, Run

QUESTIONS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("Is it clear, concise, actionable?", ("S103", "S105", "S107", "S108", "W101", "W104")),
    ("Are commands and procedures up to date and verified?", ("C1", "M102")),
    ("Do its links lead somewhere?", ("L1",)),
    ("Are escalation paths and communication guidelines there?", ("S101", "S111")),
    ("Does it look the same wherever it is read?", ("S112",)),
    ("Is its metadata sound?", ("M101", "M104", "M105", "M106")),
)
POST_MORTEM_QUESTIONS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("Is the template used consistently and filled in?", ("S101", "S102", "S103", "S104", "S105", "W101")),
    ("Is the timeline sound?", ("P101", "P102", "P103", "P104", "P105")),
    ("Are action items owned, dated and tracked?", ("P106", "P107", "P108")),
    ("Is it blameless?", ("W105", "W106", "W107")),
    ("Do its links lead somewhere?", ("L1",)),
)


def checklist(run: Run) -> str:
    """A table per page: a tick where no finding above info answers the question, else a cross and what is wrong."""
    return "\n\n".join(_page(run, page) for page in run.pages)


def _page(run: Run, page: PageResult) -> str:
    findings = [f for f in run.findings if f.path == page.path and f.state == "new"]
    lines = [f"{page.path} ({page.kind})", ""]
    for question, codes in POST_MORTEM_QUESTIONS if page.kind == "post-mortem" else QUESTIONS:
        about = [f for f in findings if f.code.startswith(codes)]
        wrong = [f for f in about if rank(f.severity) > rank("info")]
        lines.append(f"[{' ' if wrong else 'x'}] {question}")
        for finding in wrong or about:
            mark = "" if wrong else "hint: "
            lines.append(
                f"      {finding.position.line}:{finding.position.column} {mark}{finding.message}  {finding.code}"
            )
    return "\n".join(lines)
