"""The scores as a table (CSV, RFC 4180), for those who go through them in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re

from linter.reporting.selection import Shown
from linter.run import Run
from linter.scoring import score_pages

_COLUMNS = ("path", "kind", "owner", "score", "grade", "errors", "warnings")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def scores_report(run: Run, shown: Shown) -> str:
    """A line per page: what it is, who owns it, its score, and its errors and warnings, the baselined ones too."""
    scores = score_pages((page.path for page in run.pages), run.findings, run.config.score)
    counts: dict[tuple[str, str], int] = {}
    for finding in run.findings:
        if finding.state != "suppressed":
            key = (finding.path, finding.severity)
            counts[key] = counts.get(key, 0) + 1
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(_COLUMNS)
    for page in run.pages:
        score = scores[page.path]
        owner = page.data.get("owner")
        owners = ", ".join(map(str, owner)) if isinstance(owner, list) else "" if owner is None else str(owner)
        # Whoever looks at the table may have a terminal that obeys.
        words = [as_text(_CONTROL.sub("\ufffd", word)) for word in (page.path, page.kind, owners)]
        found = [counts.get((page.path, severity), 0) for severity in ("error", "warning")]
        table.writerow([*words, score.value, score.grade, *found])
    return written.getvalue().rstrip("\n")


def as_text(value: str) -> str:
    """A cell that no spreadsheet takes for a formula: a quote before what one begins with."""
    return f"'{value}" if value.lstrip(" ").startswith(_STARTS_OF_FORMULAS) else value
