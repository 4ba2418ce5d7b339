"""`--resume` after something else has changed: the severity, the record, the file, the configuration."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.run import run
from tests.incidents.declaring import DECLARE, ID, Place, place_with
from tests.incidents.zygote import Zygote


def _edit(place: Place, pattern: str, text: str) -> None:
    before = place.record_path.read_text(encoding="utf-8")
    after = re.sub(pattern, text, before, flags=re.MULTILINE)
    assert after != before
    place.record_path.write_text(after, encoding="utf-8")


def _unconfigure(place: Place, service: str) -> None:
    config = place.folder / "runbook-linter.yml"
    lines = config.read_text(encoding="utf-8").splitlines(keepends=True)
    config.write_text("".join(line for line in lines if f"  {service}:" not in line), encoding="utf-8")


def test_a_severity_that_is_raised_pages(tmp_path: Path, zygote: Zygote) -> None:
    with place_with(tmp_path, zygote) as place:
        assert place.run("--severity", "P4", "--summary", "Payments fail", "--id", ID) == 0
        assert place.pagerduty.pages == 0
        raised = run("incident", "severity", ID, "SEV-1", cwd=place.folder)
        assert raised.stdout.splitlines()[:2] == [
            "incidents/INC-7.yml: severity P4 becomes P1",
            "page and channel, as far as they are wanted now: incident-initiator --resume INC-7",
        ]
        assert place.record.events[-1].text == "Severity P4 becomes P1"
        assert place.run("--resume", ID) == 0
        place.assert_everything_once()
        assert "it is a P1 already" in run("incident", "severity", ID, "P1", cwd=place.folder).stdout
        assert run("incident", "severity", ID, "P9", cwd=place.folder).returncode == 2


def test_another_id_in_the_record_does_nothing_twice(tmp_path: Path, zygote: Zygote) -> None:
    with place_with(tmp_path, zygote, refused=["slack"]) as place:
        assert place.run(*DECLARE) == 3
        _edit(place, "^id: INC-7$", "id: INC-70")
        _edit(place, "(  ticket:\n    state: )done", r"\1attempted")
        place.sandbox.bring_up("slack")
        assert place.run("--resume", "INC-70") == 0
        assert (place.pagerduty.pages, len(place.jira.issues)) == (1, 1)
        assert place.run("--resume", ID) == 2
        assert place.printed[-1] == "incident-initiator: no incident `INC-7`: incidents/INC-7.yml holds `INC-70`\n"


def test_a_file_of_another_name_is_found_by_its_id(tmp_path: Path, zygote: Zygote) -> None:
    with place_with(tmp_path, zygote, refused=["jira"]) as place:
        assert place.run(*DECLARE) == 3
        place.record_path = place.record_path.rename(place.record_path.with_name("payments.yml"))
        place.sandbox.bring_up("jira")
        assert place.run("--resume", "payments") == 2
        assert "no incident `payments`: incidents/payments.yml holds `INC-7`" in place.printed[-1]
        assert place.run("--resume", ID) == 0
        place.assert_everything_once()


def test_what_was_done_by_hand_or_from_another_clone_is_found(tmp_path: Path, zygote: Zygote) -> None:
    with place_with(tmp_path, zygote) as place:
        config = place.folder / "runbook-linter.yml"
        whole = config.read_text(encoding="utf-8")
        for service in ("slack", "jira", "pagerduty"):
            _unconfigure(place, service)
        assert place.run(*DECLARE) == 0
        assert "open a ticket with the label inc-7" in place.printed[-1]
        config.write_text(whole, encoding="utf-8")
        before = place.record_path.read_bytes()
        assert place.run("--resume", ID) == 0
        # Another clone has not got that record yet.
        place.record_path.write_bytes(before)
        assert place.run("--resume", ID) == 0
        place.assert_everything_once()


def test_a_service_that_is_added_gets_its_part(tmp_path: Path, zygote: Zygote) -> None:
    with place_with(tmp_path, zygote) as place:
        config = place.folder / "runbook-linter.yml"
        whole = config.read_text(encoding="utf-8")
        _unconfigure(place, "slack")
        _unconfigure(place, "jira")
        assert place.run(*DECLARE) == 0
        config.write_text(whole, encoding="utf-8")
        assert place.run("--resume", ID) == 0
        place.assert_everything_once()


def test_a_service_that_is_removed_leaves_its_step_open_and_says_so(tmp_path: Path, zygote: Zygote) -> None:
    with place_with(tmp_path, zygote, refused=["slack"]) as place:
        assert place.run(*DECLARE) == 3
        _unconfigure(place, "slack")
        assert place.run("--resume", ID) == 3
        assert "channel: Slack is not configured any more, and an earlier run has tried it" in place.printed[-1]
        _edit(place, "(  channel:\n    state: )failed", r"\1skipped")
        assert place.run("--resume", ID) == 0


def test_a_step_that_somebody_marked_done_needs_its_address(tmp_path: Path, zygote: Zygote) -> None:
    with place_with(tmp_path, zygote, refused=["jira"]) as place:
        assert place.run(*DECLARE) == 3
        _edit(place, "(  ticket:\n    state: )failed", r"\1done")
        place.sandbox.bring_up("jira")
        assert place.run("--resume", ID) == 3
        assert "the step `ticket` is done, and the record does not say its `id` and `url`" in place.printed[-1]
        _edit(place, "(  ticket:\n    state: done\n)", r"\1    id: OPS-9\n    url: https://jira.example/browse/OPS-9\n")
        place.jira.issues.append({"id": "9", "key": "OPS-9", "fields": {"labels": []}})
        assert place.run("--resume", ID) == 0
        assert place.slack.bookmarks[0]["link"] == "https://jira.example/browse/OPS-9"


def test_settings_that_cannot_be_used_take_nothing_back(tmp_path: Path, zygote: Zygote) -> None:
    with place_with(tmp_path, zygote) as place:
        config = place.folder / "runbook-linter.yml"
        rules = "rules: {update-cadence: {minutes: {P1: soon}}}\n"
        config.write_text(config.read_text(encoding="utf-8") + rules, encoding="utf-8")
        assert place.run(*DECLARE) == 0
        assert "what is due now cannot be said: " in place.printed[0]
        assert "`minutes.P1` must be a number of minutes, not 'soon'" in place.printed[0]
        place.assert_everything_once()
