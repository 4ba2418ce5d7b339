"""The formats of known tokens, each told by its own prefix.

The formats are those that the issuers document and that the plugins of detect-secrets (Apache-2.0) look for; the
patterns are written here, so that the linter needs no further dependency. There is no guessing by entropy. Every
pattern is linear: a fixed prefix, then one class of characters with bounds.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class SecretFormat(NamedTuple):
    """A kind of secret: every one holds one of the `marks`, and is group 1 of the `pattern`."""

    what: str
    marks: tuple[str, ...]
    pattern: str


SECRET_FORMATS = (
    SecretFormat(
        "an AWS access key id", ("AKIA", "ASIA"), r"(?<![A-Za-z0-9])((?:AKIA|ASIA)[A-Z0-9]{16})(?![A-Za-z0-9])"
    ),
    SecretFormat(
        "an AWS secret access key",
        ("secret_access_key", "SECRET_ACCESS_KEY", "SecretAccessKey"),
        r"(?i:secret_?access_?key)[\"']?[ \t]{0,4}[:=][ \t]{0,4}[\"']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
    ),
    SecretFormat(
        "a GitHub token",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        r"(?<![A-Za-z0-9_])(gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{40,255})(?![A-Za-z0-9_])",
    ),
    SecretFormat("a GitLab token", ("glpat-",), r"(?<![A-Za-z0-9_-])(glpat-[A-Za-z0-9_-]{20,64})(?![A-Za-z0-9_-])"),
    SecretFormat("a Slack token", ("xox",), r"(?<![A-Za-z0-9])(xox[abeoprs]-[A-Za-z0-9-]{10,250})"),
    SecretFormat(
        "a Slack webhook",
        ("hooks.slack.com/services/",),
        r"(hooks\.slack\.com/services/T[A-Za-z0-9_]{6,16}/B[A-Za-z0-9_]{6,16}/[A-Za-z0-9_]{16,40})",
    ),
    SecretFormat("a Stripe key", ("k_live_",), r"(?<![A-Za-z0-9])([rs]k_live_[A-Za-z0-9]{20,250})"),
    SecretFormat("a Google API key", ("AIza",), r"(?<![A-Za-z0-9_-])(AIza[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])"),
    SecretFormat(
        "a private key",
        ("PRIVATE KEY",),
        r"(-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:[ \t\r\n>]|\\n){0,20}[A-Za-z0-9+/=:-]{24})",
    ),
    SecretFormat(
        "a JSON Web Token",
        ("eyJ",),
        r"(?<![A-Za-z0-9_-])(eyJ[A-Za-z0-9_-]{10,4000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{20,2000})",
    ),
    SecretFormat("an npm token", ("npm_",), r"(?<![A-Za-z0-9_])(npm_[A-Za-z0-9]{36})(?![A-Za-z0-9_])"),
    SecretFormat("a PyPI token", ("pypi-AgE",), r"(?<![A-Za-z0-9_-])(pypi-AgE[A-Za-z0-9_-]{50,1000})"),
    SecretFormat(
        "a SendGrid key", ("SG.",), r"(?<![A-Za-z0-9])(SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])"
    ),
    SecretFormat("a Twilio key", ("SK",), r"(?<![A-Za-z0-9])(SK[0-9a-f]{32})(?![A-Za-z0-9])"),
    SecretFormat("an Azure storage key", ("AccountKey=",), r"AccountKey=([A-Za-z0-9+/]{86}==)"),
    SecretFormat(
        "a Discord or Telegram bot token",
        (":AA",),
        r"(?<![A-Za-z0-9])bot([0-9]{8,10}:AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])",
    ),
    SecretFormat(
        "an OpenAI or Anthropic key", ("sk-",), r"(?<![A-Za-z0-9-])(sk-(?:proj|ant-api03)-[A-Za-z0-9_-]{40,250})"
    ),
    SecretFormat(
        "a DigitalOcean token",
        ("dop_v1_", "doo_v1_", "dor_v1_"),
        r"(?<![A-Za-z0-9])(do[opr]_v1_[0-9a-f]{64})(?![A-Za-z0-9])",
    ),
    SecretFormat("a Grafana token", ("glsa_",), r"(?<![A-Za-z0-9])(glsa_[A-Za-z0-9]{32}_[0-9a-f]{8})(?![A-Za-z0-9])"),
    SecretFormat("a Vault token", ("hvs.",), r"(?<![A-Za-z0-9])(hvs\.[A-Za-z0-9_-]{90,120})(?![A-Za-z0-9_-])"),
    SecretFormat(
        "a password in a URL",
        ("@",),
        r"(?<![A-Za-z])[a-z][a-z0-9+]{1,15}://[^\s:/@?#\"'<>`()]{1,64}:([^\s:/@?#\"'<>`()]{3,128})@[A-Za-z0-9\[][A-Za-z0-9.-]",
    ),
)


@lru_cache(maxsize=len(SECRET_FORMATS))
def compiled(known: SecretFormat) -> re.Pattern[str]:
    """The pattern of a format, compiled when a page first holds its mark."""
    return re.compile(known.pattern)
