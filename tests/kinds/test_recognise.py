"""Which kind a page is: front matter, config, content, folders, in this order."""

from __future__ import annotations

import pytest

from linter.kinds.load import load_kinds
from linter.kinds.recognise import is_retired, is_stub, is_template, recognise
from linter.parsing import parse

KINDS = load_kinds()
RUNBOOK = "# NodeDown\n\n## Meaning\n\nDown.\n\n## Impact\n\nNone.\n\n## Remediation\n\nReboot.\n"
POST_MORTEM = "# It was down\n\n## Response timeline\n\n14:03\n\n## Next steps\n\n- retry\n"
COMMUNICATION = "# Outage\n\n## Status\n\nMonitoring\n\n## Impact\n\nSlow.\n\n## Next update\n\n14:30 UTC\n"
PROSE = "# About nodes\n\n" + "They are machines, and machines fail. " * 12


def kind_of(path: str, text: str, configured: str | None = None) -> tuple[str | None, bool]:
    kind, named = recognise(path, parse(text), KINDS, configured)
    return (kind.name if kind else None), named


@pytest.mark.parametrize(
    ("path", "text", "configured", "expected"),
    [
        ("a.md", PROSE, None, (None, False)),
        ("a.md", RUNBOOK, None, ("runbook", False)),
        ("post-mortems/a.md", RUNBOOK, None, ("runbook", False)),
        ("a.md", POST_MORTEM, None, ("post-mortem", False)),
        ("a.md", "---\nkind: playbook\n---\n" + RUNBOOK, "runbook", ("playbook", True)),
        ("a.md", "---\nkind: page\n---\n" + RUNBOOK, None, (None, True)),
        ("a.md", "---\nkind: nonsense\n---\n" + RUNBOOK, None, ("runbook", False)),
        ("a.md", "---\nkind: [runbook]\n---\n" + PROSE, None, (None, False)),
        ("a.md", RUNBOOK, "playbook", ("playbook", True)),
        ("a.md", RUNBOOK, "page", (None, True)),
        # Folders, nearest first, never the file's own name.
        ("runbooks/a.md", PROSE, None, ("runbook", False)),
        ("sre-runbooks_2/x/a.md", PROSE, None, ("runbook", False)),
        ("runbooks/post_mortem/a.md", PROSE, None, ("post-mortem", False)),
        ("docs/postmortems/2024/a.md", PROSE, None, ("post-mortem", False)),
        ("docs/Post-Mortems/a.md", PROSE, None, ("post-mortem", False)),
        ("docs/communications/a.md", PROSE, None, ("communication", False)),
        ("docs/communication/meetings.md", PROSE, None, (None, False)),
        ("docs/communication/a.md", COMMUNICATION, None, ("communication", False)),
        ("playbooks/a.md", PROSE, None, ("playbook", False)),
        ("my runbook.md", PROSE, None, (None, False)),
        ("incidents/a.md", PROSE, None, (None, False)),
        ("runbookish/a.md", PROSE, None, (None, False)),
        # Never of a kind by themselves.
        ("runbooks/README.md", RUNBOOK, None, (None, False)),
        ("runbooks/_index.md", PROSE, None, (None, False)),
        ("runbooks/index.md", PROSE, "runbook", (None, True)),
        ("services/db/README.md", RUNBOOK, "runbook", ("runbook", True)),
        ("runbooks/README.md", "---\nkind: runbook\n---\n", None, ("runbook", True)),
        ("runbooks/runbook-template.md", RUNBOOK, None, (None, False)),
        ("runbooks/SSPTemplateValidatorDown.md", RUNBOOK, None, ("runbook", False)),
        ("runbooks/a.md", "# A\n\nMoved to [B](b.md).\n", None, (None, False)),
        ("runbooks/a.md", "# A\n\nThis page has been moved to the wiki.\n", None, (None, False)),
        ("runbooks/a.md", "# A\n\nReboot it.\n", None, ("runbook", False)),
        ("runbooks/a.md", RUNBOOK + "\n[b](b.md)\n", None, ("runbook", False)),
    ],
)
def test_kind(path: str, text: str, configured: str | None, expected: tuple[str | None, bool]) -> None:
    assert kind_of(path, text, configured) == expected


def test_the_kind_with_most_sections_wins() -> None:
    text = "# X\n\n" + "".join(
        f"## {title}\n\nText.\n\n"
        for title in ("Summary", "Impact", "Root causes", "Trigger", "Resolution", "Timeline", "Action items")
    )
    assert kind_of("a.md", text) == ("post-mortem", False)
    text = "# X\n\n" + "".join(
        f"## {title}\n\nText.\n\n"
        for title in ("Trigger", "Impact", "Diagnosis", "Mitigation", "Escalation", "Next steps")
    )
    assert kind_of("a.md", text) == ("runbook", False)


def test_one_cause_counts_once() -> None:
    text = "# X\n\n## Root cause\n\nText.\n\n## Contributing factors\n\nText.\n"
    assert kind_of("a.md", text) == (None, False)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("PMyyyy-nnn - Postmortem template.md", True),
        ("RunbookTemplate.md", True),
        ("templates/a.md", True),
        ("website/archetypes/docs.md", True),
        ("docs/.post_mortem-templates/a.md", True),
        ("SSPCommonTemplatesModificationReverted.md", False),
        ("templating/a.md", False),
    ],
)
def test_templates(path: str, expected: bool) -> None:
    assert is_template(path) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nstatus: retired\n---\n# A\n", True),
        ("# A [Deprecated]\n", True),
        ("# A (deprecated, see B)\n", True),
        ("# Deprecated: A\n", True),
        ("# A, duplicate of B\n", True),
        ("# A - moved to B\n", True),
        ("---\ntitle: A [retired]\n---\n", True),
        ("# KubeVirtDeprecatedAPIRequested\n", False),
        ("# PODs not able to start while being moved to new nodes\n", False),
        ("# A\n\n## Old way [Deprecated]\n", False),
        ("", False),
    ],
)
def test_retired(text: str, expected: bool) -> None:
    assert is_retired(parse(text)) is expected


def test_stubs() -> None:
    assert is_stub(parse("# A\n\nSee [B](b.md).\n"))
    assert not is_stub(parse("# A\n\nReboot.\n\n```bash\nreboot\n```\n\n[b](b.md)\n"))
    assert not is_stub(parse(PROSE))
