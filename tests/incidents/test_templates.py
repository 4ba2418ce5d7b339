"""Messages from communication templates: filled in from the record, and nothing in a template runs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from linter.config import Config, ConfigError
from linter.incidents.template_pages import template_called, template_pages
from linter.incidents.templates import UnusableTemplateError, fill_in
from linter.kinds.load import load_kinds
from linter.model.incident import TEMPLATE_FIELDS, IncidentRecord, Update
from linter.parsing.incident_records import read_incident_file
from tests.conftest import ROOT
from tests.incidents.sent_updates import RECORD, knowledge_base

KIND = load_kinds()["communication"]
TIME = datetime(2026, 11, 23, 6, 20, tzinfo=UTC)
UPDATE = Update("", TIME, "identified", "Renewing it. {{ 7 * 7 }}", {}, TIME.replace(minute=50), "")


def _record(text: str = RECORD) -> IncidentRecord:
    record = read_incident_file("INC-7.yml", text).record
    assert record is not None
    return record


def test_the_shipped_templates_say_what_happens() -> None:
    pages = template_pages(ROOT / "docs", Config())
    texts = {page.name: fill_in(page.text, KIND, _record(), UPDATE) for page in pages if page.name != "resolved"}
    assert set(texts) == {"update", "initial-notice"}
    text = texts["update"]
    # Neither title nor audience is for those who read it.
    assert text.startswith("## Status\n\nIdentified: Payments fail.")
    assert "Audience" not in text
    assert "Renewing it. {{ 7 * 7 }}" in text
    assert "At 2026-11-23 06:50 UTC" in text
    assert "There is none yet." in text
    with pytest.raises(UnusableTemplateError, match="asks for `resolved`: `runbook-linter incident resolve"):
        fill_in(template_called(pages, "resolved", ROOT / "docs").text, KIND, _record(), UPDATE)


def test_every_field_that_the_rule_knows_is_there() -> None:
    filled = (
        "impact: x\nworkaround: x\npost_mortem: x\nlinks: {channel: x, ticket: x, page: x}\n"
        "roles: {incident_commander: x, communications_lead: x, technical_leads: [x, y], scribe: x}\n"
        "times: {started: 2026-11-23T06:00:00Z, detected: 2026-11-23T06:01:00Z, acknowledged: 2026-11-23T06:02:00Z,"
        " mitigated: 2026-11-23T06:03:00Z, resolved: 2026-11-23T06:04:00Z}\n"
        "updates: [{time: 2026-11-23T06:10:00Z, message: x}]\nevents: [{time: 2026-11-23T06:10:00Z, text: x}]\n"
    )
    keys = ("impact", "times", "links", "steps")
    text = "".join(line for line in RECORD.splitlines(keepends=True) if not line.startswith(keys)) + filled
    for name, inner in TEMPLATE_FIELDS.items():
        for field in (name, *(f"{name}.{key}" for key in inner)):
            assert fill_in(f"# Update\n\nSaid: {{{{ {field} }}}}\n", KIND, _record(text), UPDATE) != "Said:"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ severty }}", "the template asks for `severty`"),
        ("{{ workaround }}", "the template asks for `workaround`: the record does not say it"),
        ("{{ ''.__class__.__mro__ }}", "unsafe|no attribute|asks for"),
        ("{{ updates.append(1) }}", "no `call`"),
        ("{% for a in range(9) %}x{% endfor %}", "no `call`"),
        ("{% for a in updates %}{% for b in events %}x{% endfor %}{% endfor %}", "a loop within a loop"),
        ("{{ 'x' * 999999999 }}", "no `mul`"),
        ("{% include '/etc/passwd' %}", "no `include`"),
        ("{% import 'x' as y %}", "no `import`"),
        ("{% macro a() %}{{ a() }}{% endmacro %}", "no `macro`"),
        ("{{ title ~ title }}", "no `concat`"),
        ("{% set a = title %}{{ a }}", "no `assign`"),
        ("{{ title | join(title) }}", "the filter `join` is not one of"),
        ("{% for a in message %}{{ message }}{% endfor %}" * 300, "longer than 100,000 characters"),
        ("{{ title | center(99999999) }}", "the filter `center` is not one of"),
        ("{{ " + "(" * 4000 + "title" + ")" * 4000 + " }}", "nested too deeply"),
        ("{% if title %}" * 150 + "x" + "{% endif %}" * 150, "too many levels"),
        ("{{ 1 is divisibleby 0 }}", "zero"),
        ("{{ 1e999 | int }}", "inf"),
        ("{{ range }}", "the template asks for `range`"),
        ("{{ title }}" * 2000, "a template is at most 20,000 characters"),
        ("{{ title", "unexpected end of template|end of print"),
    ],
)
def test_what_a_template_must_not_do(template: str, said: str) -> None:
    with pytest.raises(UnusableTemplateError, match=said) as error:
        fill_in(f"---\nkind: communication\n---\n# Update\n\n{template}\n", KIND, _record(), UPDATE)
    assert error.value.line in (0, 6, 7)


def test_templates_from_the_command_line(tmp_path: Path) -> None:
    with knowledge_base(tmp_path, ()) as base:
        folder = base.folder / "docs" / "communications"
        folder.mkdir()
        page = "---\nkind: communication\nstatus: {}\ndescription: {}\n---\n# Update\n\n## Status\n\n{}\n"
        for name, status, text in (
            ("still", "published", "{{ title }}: {{ message }}"),
            ("new", "draft", "{{ title }}"),
            ("broken", "published", "{{ title\n"),
            ("unfilled", "published", "{{ message }} ‹what?›"),
            ("wordless", "published", "{{ title }}"),
        ):
            (folder / f"{name}.md").write_text(page.format(status, f"Says {name}.", text), encoding="utf-8")
        listed = base.call("--list-templates").stdout.splitlines()
        assert listed[::2] == [
            "broken  docs/communications/broken.md",
            "new  docs/communications/new.md  (not approved)",
            "still  docs/communications/still.md",
            "unfilled  docs/communications/unfilled.md",
            "wordless  docs/communications/wordless.md",
        ]
        done = base.call("--template", "still", "--message", "The team is renewing a certificate.")
        assert done.returncode == 0, done.stderr
        (update,) = base.record.updates
        assert update.message == "## Status\n\nPayments fail: The team is renewing a certificate."
        for arguments, said in (
            (("--template", "new"), "docs/communications/new.md: this template is not approved"),
            (("--template", "stil"), "no template is called `stil`; did you mean `still`?"),
            (("--template", "still"), "the template asks for `message`: --message TEXT"),
            (("--template", "wordless", "--message", "x"), "docs/communications/wordless.md: has no `{{ message }}`"),
            (
                ("--template", "unfilled", "--message", "x"),
                "docs/communications/unfilled.md:10: ‹what?› is still to be",
            ),
            (("--template", "broken"), "docs/communications/broken.md:10: "),
        ):
            done = base.call(*arguments)
            assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
            assert said in done.stderr
        assert base.call("--template", "new", "--force").returncode == 0
    with pytest.raises(ConfigError, match="--list-templates lists them"):
        template_called([], "x", tmp_path)
