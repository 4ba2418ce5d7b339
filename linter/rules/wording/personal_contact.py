"""A page names a role to reach, not a private person's number or mailbox.

People change teams, go on holiday and sleep; the page with their number stays, and so does their personal data in its
history. Name a rota, a channel or a role's address. Reported are phone numbers, mail addresses at private providers
and addresses that begin with a person's name. Role addresses (oncall@, support@), example addresses, toll-free
numbers, code and front matter are left alone.

## Bad

~~~markdown
# Disk full

Call +44 20 7946 1234 or write to ana.lopez@acme.io.
~~~

## Good

~~~markdown
---
escalation: ana.lopez@acme.io
---
# Disk full

Page the storage rota, or write to oncall@acme.io.
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.finding import Problem
from linter.model.page import Page
from linter.model.span import Span
from linter.rules.rule import PageRule
from linter.rules.wording.lexicon import given_names, lexicon

_ADDRESS = re.compile(
    r"(?<![\w.+@/-])([A-Za-z0-9][\w.+-]{0,63})@((?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,18})(?![\w@-])"
)
_PHONE = re.compile(
    r"(?<![\w.:/+-])\+[1-9](?:[ .\-()/]{0,2}\d){8,14}(?!\d)"
    r"|(?<![\w.:/+\-=])(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?![\w.-]*\d)"
)
# Every number that `_PHONE` knows begins with a plus or ends in four digits; hardly a page has either.
_MAYBE_PHONE = re.compile(r"[+]|\d\d\d\d")
_TOLL_FREE = re.compile(r"(?:1?8(?:00|33|44|55|66|77|88)|\d{1,3}800)\d{5,8}")
_FICTIONAL = re.compile(r"1?\d{3}55501\d\d|1?555\d{7}|(?:1?2345678\d{0,4})|1?1234567890|1?(\d)\1{8,}")
_EXAMPLE_HOST = re.compile(
    r"(?:.{1,200}\.)?example(?:\.(?:com|org|net))?|.{1,200}\.(?:local|test|invalid|internal)|(?:your)?company\.com"
)
_SYSTEM_HOST = ("gserviceaccount.com", "users.noreply.github.com")


class PersonalContact(PageRule):
    code = "W103"
    name = "personal-contact"
    severity = "info"

    def check(self, page: Page) -> Iterator[Problem]:
        if "@" in page.text:
            yield from self._addresses(page)
        for found in _PHONE.finditer(page.prose) if _MAYBE_PHONE.search(page.prose) else ():
            digits = re.sub(r"\D", "", found[0])
            if not _TOLL_FREE.fullmatch(digits) and not _FICTIONAL.fullmatch(digits):
                message = f"`{found[0]}` is a phone number: name a rota or a role, which outlive the person"
                yield self.finding(Span(*found.span()), message, subject=found[0])

    def _addresses(self, page: Page) -> Iterator[Problem]:
        found = {match.span(): match for match in _ADDRESS.finditer(page.prose)}
        for link in page.links:
            # The targets of links are blank in prose.
            if "@" in link.target and link.target_span.start >= page.front_matter.span.end:
                match = _ADDRESS.search(page.text.replace("mailto:", "       "), *link.target_span)
                if match:
                    found[match.span()] = match
        for span in sorted(found):
            local, host = found[span][1].lower(), found[span][2].lower()
            if _is_personal(local, host):
                message = f"`{found[span][0]}` is a person's address: name a role's, which outlives the person"
                yield self.finding(Span(*span), message, subject=found[span][0])


def _is_personal(local: str, host: str) -> bool:
    if _EXAMPLE_HOST.fullmatch(host) or host.endswith(_SYSTEM_HOST):
        return False
    lists = lexicon("people")
    parts = re.split(r"[.+_-]", local)
    if local in lists["role addresses"] or any(part in lists["role addresses"] for part in parts):
        return False
    if host in lists["private mail"]:
        return True
    is_full_name = len(parts) == 2 and "." in local and all(part.isalpha() for part in parts)
    return (is_full_name and (parts[0].capitalize() in given_names() or len(parts[0]) == 1 < len(parts[1]))) or (
        local.capitalize() in given_names()
    )
