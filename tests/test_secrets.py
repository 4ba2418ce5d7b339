"""Each format of a secret, made up here so that no scanner stumbles over this file; the report repeats none of them."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from linter.cli.main import main
from linter.rules.wording.secret_formats import SECRET_FORMATS
from tests.conftest import lint_folder, no_hang

Write = Callable[[Mapping[str, str]], Path]


def _random(length: int, letters: str = string.ascii_letters + string.digits) -> str:
    return "".join(random.Random(length).choices(letters, k=length))


HEX = "0123456789abcdef"
SECRETS = {
    "an AWS access key id": "AKIA" + _random(16, string.ascii_uppercase + "234567"),
    "an AWS secret access key": "aws_secret_access_key = " + _random(40),
    "a GitHub token": "ghp_" + _random(36),
    "a GitLab token": "glpat-" + _random(20),
    "a Slack token": "xoxb-" + _random(11, string.digits) + "-" + _random(24),
    "a Slack webhook": "https://hooks.slack.com/services/T" + _random(8) + "/B" + _random(9) + "/" + _random(24),
    "a Stripe key": "sk_" + "live_" + _random(24),
    "a Google API key": "AIza" + _random(35),
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----\n" + _random(64) + "\n",
    "a JSON Web Token": "eyJ" + _random(30) + ".eyJ" + _random(40) + "." + _random(43),
    "an npm token": "npm_" + _random(36),
    "a PyPI token": "pypi-AgE" + _random(90),
    "a SendGrid key": "SG." + _random(22) + "." + _random(43),
    "a Twilio key": "SK" + _random(32, HEX),
    "an Azure storage key": "AccountName=a;AccountKey=" + _random(86) + "==;",
    "a Discord or Telegram bot token": "https://api.telegram.org/bot" + _random(9, string.digits) + ":AA" + _random(33),
    "an OpenAI or Anthropic key": "sk-proj-" + _random(48),
    "a DigitalOcean token": "dop_v1_" + _random(64, HEX),
    "a Grafana token": "glsa_" + _random(32) + "_" + _random(8, HEX),
    "a Vault token": "hvs." + _random(95),
    "a password in a URL": "postgres://app:" + _random(14) + "@db.acme.io/orders",
}


def test_there_is_a_sample_of_every_format() -> None:
    assert set(SECRETS) == {known.what for known in SECRET_FORMATS}


@pytest.mark.parametrize("what", SECRETS)
@pytest.mark.parametrize("frame", ["Use {} now.", "```text\n{}\n```", "- `{}`"])
def test_format_is_found_and_not_repeated(what: str, frame: str, knowledge_base: Write) -> None:
    secret = SECRETS[what]
    root = knowledge_base({"page.md": "# Page\n\n" + frame.format(secret) + "\n"})
    findings = list(lint_folder(root, "W102").findings)
    assert len(findings) == 1
    assert (findings[0].code, findings[0].severity) == ("W102", "error")
    text = (root / "page.md").read_text(encoding="utf-8")
    shown = text[findings[0].span.start : findings[0].span.end]
    assert len(shown) >= 12
    assert shown[:12] not in findings[0].message + findings[0].subject


def test_report_does_not_show_the_line(knowledge_base: Write, capsys: pytest.CaptureFixture[str]) -> None:
    secret = SECRETS["a GitLab token"]
    root = knowledge_base({"page.md": f"# Page\n\nUse {secret} now.\n"})
    assert main(["check", str(root / "page.md")]) == 1
    said = capsys.readouterr().out
    assert "W102" in said
    assert secret not in said


def test_hostile_pages_take_no_time(knowledge_base: Write) -> None:
    hostile = ["eyJ" * 30_000, "eyJaaaaaaaaaaaa." * 6_000, "a://" * 25_000, "AKIA" * 25_000, "xoxb-" * 20_000,
               "-----BEGIN RSA PRIVATE KEY-----" * 3_000, "a://b:" + "c" * 100_000, "+1" + " 1" * 40_000,
               "a." * 40_000 + "@", "a@" * 40_000, "a@" + "b." * 40_000]  # fmt: skip
    for text in hostile:
        root = knowledge_base({"page.md": "# Page\n\n" + text + "\n"})
        with no_hang():
            lint_folder(root, "W102", "W103")
