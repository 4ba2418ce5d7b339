"""A page holds no token or password.

Knowledge bases are copied, mirrored and indexed: what stands in one is no secret any more. Tokens are known by their
format (AWS, GitHub, GitLab, Slack, Stripe, Google, npm, PyPI, SendGrid, Twilio, Azure, private keys, JSON Web Tokens
and passwords in URLs), in prose and in code; the formats are those that detect-secrets' plugins look for, with patterns
of our own and no guessing by entropy. Documented example values and placeholders are no findings, nor are JSON Web
Tokens that expired before 2026. Revoke the token: taking it off the page leaves it in the history. The message shows
its first four characters only.

## Bad

<!-- runbook-linter: ignore[secret] reason="made up" -->

~~~markdown
# Clone the charts

```bash
git clone https://deploy:s3cr3tPassw0rd@git.acme.io/charts.git
```
~~~

## Good

~~~markdown
# Clone the charts

```bash
git clone https://deploy:$GIT_TOKEN@git.acme.io/charts.git
```

An access key looks like `AKIAIOSFODNN7EXAMPLE`.
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.model.span import Span
from linter.rules.rule import PageRule
from linter.rules.wording.secret_formats import SECRET_FORMATS, compiled

_SHOWN = 4
# What stands in documentation for a value: a variable, a field to fill in, a word for it, asterisks.
_PLACEHOLDER = re.compile(
    r"(?i:example|xxxx|dummy|redacted|placeholder|changeme|change_me|foobar|abcdef|012345|123456|your[-_]?|sample|fake)"
    r"|[$<>{}\[\]%*]|…|\.\.\."
)
# `https://user:my-password@host`: nothing but words for it.
_PASSWORD_WORDS = frozenset((
    "a", "an", "my", "the", "some", "db", "user", "api", "access", "personal", "secret", "super", "git", "github",
    "gitlab",
    "admin", "root", "test", "new", "old", "pass", "password", "passwd", "passphrase", "pwd", "pw", "token", "key",
    "guest", "hidden", "masked", "credential", "credentials", "auth", "oauth", "deploy", "ci", "job", "mypass",
    "mypassword",
    "here", "value", "xxx", "postgres", "s3cr3t",
))  # fmt: skip
# In words of one breath, too: `mySuperSecretPassword`, `secretpassword`. A real one hardly says what it is.
_SAYS_PASSWORD = re.compile(r"(?i:pass(?:word|wd|phrase))")
_WORDS_IN_ONE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# RFC 2606's names and RFC 5737's addresses are for documentation.
_EXAMPLE_HOST = re.compile(
    r"(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d"
    r"|(?i:[\w.-]{0,200}\b(?:example\.(?:com|org|net)|[\w-]{1,63}\.(?:example|invalid|test)|localhost)\b"
    r"|(?:host|hostname|server)(?![\w.-]))"
)

# No clock: a page is judged the same every day.
_LONG_AGO = 1_767_225_600
"""2026-01-01, in seconds since 1970."""


class Secret(PageRule):
    code = "W102"
    name = "secret"
    severity = "error"

    def check(self, page: Page) -> Iterator[Problem]:
        text = page.text
        for known in SECRET_FORMATS:
            if not any(mark in text for mark in known.marks):
                continue
            for found in compiled(known).finditer(text):
                span = Span(*found.span(1))
                in_url = known.what == "a password in a URL"
                if known.what == "a JSON Web Token" and _is_over(found[1]):
                    continue
                if _stands_for_one(found[1], in_url) or (in_url and _EXAMPLE_HOST.match(text, found.end(1) + 1)):
                    continue
                message = (
                    f"this looks like {known.what} (`{found[1][:_SHOWN]}…`): revoke it, and keep it in a secret store"
                )
                if in_url:
                    # Four characters may be most of a password.
                    message = "this URL holds a password: change it, and keep it in a secret store"
                # No subject: a report must not repeat the secret. Each place is a finding of its own.
                yield self.finding(span, message)


def _is_over(token: str) -> bool:
    """True for a token that opens nothing: one that has expired long ago, or the sample of jwt.io (RFC 7519, 4.1)."""
    import base64
    import json

    part = token.split(".")[1]
    try:
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        return False
    if not isinstance(claims, dict):
        return False
    end = claims.get("exp")
    return claims.get("sub") == "1234567890" or (isinstance(end, (int, float)) and end < _LONG_AGO)


def _stands_for_one(value: str, in_url: bool) -> bool:
    if in_url and all(word in _PASSWORD_WORDS for word in re.split(r"[-_.]", value.lower())):
        return True
    if in_url and _SAYS_PASSWORD.search(value) and value.isalpha():
        rest = _SAYS_PASSWORD.sub(" ", value)
        if all(word.lower() in _PASSWORD_WORDS for word in _WORDS_IN_ONE.findall(rest)):
            return True
    tail = value.partition("_")[2] or value
    # `AKIAXXXXXXXXXXXXXXXX`, `ghp_0000…`: hardly a character that differs.
    return bool(_PLACEHOLDER.search(value)) or len(set(tail[-16:])) < min(6, len(tail) // 2)
