"""One incident from its declaration to the site: what is known once is typed once."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from tests.cli.run import findings, run
from tests.incidents.sent_updates import TOKENS, Base, knowledge_base
from tests.site.conftest import mkdocs

ROOT_CAUSE = (
    "The renewal ran on a host that was retired, and nothing watched whether it ran. Certificates are not in the"
    " inventory that retiring a host goes through, because the checklist predates them."
)
FILLED_IN = {
    "What happened, to whom, for how long, and how it ended, in one paragraph": "Nobody could pay for 30 minutes.",
    "How, and how could it have been noticed sooner?": "An alert on failing payments fired.",
    "How many users or requests, and what could they not do?": "All 1,200 customers, for 30 minutes.",
    "What ended the impact, and what returned the system to normal?": "The certificate was renewed; payments succeed.",
    "What went well": "The runbook had the command.",
    "What did not": "The alert came ten minutes late.",
    "Where we were lucky": "It was a quiet hour.",
    "what began": "the certificate of the gateway expired",
    "who or what noticed it": "the alert PaymentsFail",
    "who took it up": "Mei Tanaka",
    "what ended it": "the certificate was renewed",
    "What in the system or the process made this possible? Ask why until the answer can be changed.": ROOT_CAUSE,
    "A condition without which this would not have happened, or not as badly": "No alert warned of the end.",
    "what will change": "Alert 14 days before a certificate expires",
    "who": "Mei Tanaka",
    "date": "2027-01-15",
    "link": "OPS-2",
}


def _run(base: Base, module: str, *arguments: str) -> str:
    """A command, as its console script runs it; what it printed."""
    code = f"import sys; from linter.cli.{module} import main; sys.exit(main())"
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=base.folder, env=base.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_from_the_declaration_to_the_site(tmp_path: Path) -> None:
    services = ("pagerduty", "slack", "jira", "statuspage")
    with knowledge_base(tmp_path, services) as base:
        (base.folder / "docs" / "incidents" / "INC-7.yml").unlink()
        (base.folder / "docs" / "index.md").write_text(
            "# Start\n\n- [Payments fail](post-mortems/payments.md)\n", encoding="utf-8"
        )
        said = _run(
            base,
            "incident_initiator",
            *("--id", "INC-7", "--severity", "P1", "--summary", "Payments fail", "--service", "payments"),
            *("--commander", "Dana Okafor", "--communications-lead", "Luis Brandt"),
        )
        detected = base.record.times.detected
        assert detected is not None

        def at(minutes: int) -> tuple[str, str]:
            return "--time", f"{detected + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"

        said += _run(base, "main", "incident", "start", "INC-7", *at(-10))
        said += _run(base, "main", "incident", "acknowledge", "INC-7", *at(3))
        said += _run(base, "main", "incident", "event", "INC-7", "The certificate has expired", *at(6))
        for status, message in (
            ("Investigating", "Payments fail. The team is searching for the cause."),
            ("Identified", "Payments fail. The team is renewing a certificate."),
            ("Monitoring", "Payments succeed again."),
        ):
            # The ticket's key is an id as well, since the incident has one.
            said += _run(
                base, "send_incident_update", "--incident-id", "OPS-1", "--status", status, "--message", message
            )
        said += _run(base, "main", "incident", "resolve", "INC-7", *at(20))
        page = base.folder / "docs" / "post-mortems" / "payments.md"
        said += _run(base, "main", "new", "post-mortem", str(page), "--incident-id", "INC-7")

        # Each service has what it should have, once, and no token is anywhere else.
        assert base.sandbox.vendors["pagerduty"].pages == 1  # type: ignore[attr-defined]
        assert len(base.sandbox.vendors["jira"].issues) == 1  # type: ignore[attr-defined]
        assert len(base.bodies()) == 3
        assert [bool(update.channels["slack"]) for update in base.record.updates] == [True] * 3
        written = "".join(path.read_text("utf-8") for path in base.folder.rglob("*") if path.is_file())
        assert not [token for token in TOKENS.values() if token in said + written]

        # The page needs nothing but what only people know.
        text = page.read_text("utf-8")
        assert set(re.findall("‹(.*?)›", text)) == set(FILLED_IN)
        page.write_text(re.sub("‹(.*?)›", lambda found: FILLED_IN[found[1]], text), encoding="utf-8")
        checked = run("check", "docs", "--format", "json", "--severity", "info", cwd=base.folder)
        assert not findings(checked)

        # The times are those of the record, in the page, in the metrics, on the site.
        began = detected - timedelta(minutes=10)
        for minutes, row in (
            (0, "Started: the certificate of the gateway expired"),
            (16, "The certificate has expired"),
            (30, "Resolved: the certificate was renewed"),
        ):
            assert f"| {began + timedelta(minutes=minutes):%Y-%m-%d %H:%M} | {row} |" in page.read_text("utf-8")
        (group,) = json.loads(run("incident", "metrics", "--format", "json", cwd=base.folder).stdout)["groups"]
        seconds = [group[name]["median_seconds"] for name in ("mttd", "mtta", "mttr")]
        assert seconds == [600, 180, 1800]
        assert all(f"{name}: {minutes} min" in text for name, minutes in (("MTTD", 10), ("MTTA", 3), ("MTTR", 30)))
        assert base.record.post_mortem == "docs/post-mortems/payments.md"
        config = base.folder / "mkdocs.yml"
        config.write_text(
            "site_name: Test\ntheme: {name: material, font: false}\nmarkdown_extensions: [tables]\n"
            "plugins: [search, runbook-linter]\n",
            encoding="utf-8",
        )
        built = mkdocs(config, tmp_path / "site", "--strict")
        assert built.returncode == 0, built.stderr
        dashboard = (tmp_path / "site" / "dashboards" / "incidents" / "index.html").read_text("utf-8")
        assert "INC-7" in dashboard
        assert "30 min" in dashboard
