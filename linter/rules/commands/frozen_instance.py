"""A command names one instance of long ago: a pod of a ReplicaSet, or a private address.

`kubectl logs api-5d4f8c7b6d-x2x7z` was right on one night. Write how to find the name, or a placeholder. Output that
shows such names is fine, and so are addresses that stay (of a service, a network, a resolver).

## Bad
~~~markdown
# API slow

```bash
kubectl logs api-5d4f8c7b6d-x2x7z
```
~~~

## Good
~~~markdown
# API slow

```bash
kubectl logs deploy/api
```
~~~
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linter.model.command import Command
from linter.model.finding import Problem
from linter.model.page import Page
from linter.rules.rule import PageRule

# Kubernetes leaves vowels and 0, 1, 3 out of the hashes it makes up, so that they are no words.
_POD = re.compile(
    r"(?:pods?/|po/)?[a-z][a-z0-9-]*-(?=[bcdf-hj-np-tv-xz24-9]*\d)[bcdf-hj-np-tv-xz24-9]{8,10}-[bcdf-hj-np-tv-xz24-9]{5}"
)
_PRIVATE = re.compile(r"(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}")
_CLUSTER = frozenset({"kubectl", "oc", "k"})
_HOST = frozenset({"ssh", "ping", "curl", "telnet", "nc", "scp"})


class FrozenInstance(PageRule):
    code = "C118"
    name = "frozen-instance"
    severity = "info"

    def check(self, page: Page) -> Iterator[Problem]:
        for command in page.commands:
            for at, word in enumerate(command.words[1:]):
                kind = _kind(command, word.text)
                if kind and word.fixed:
                    message = f"`{word.text}` is one {kind} of long ago: say how to find it, or write a placeholder"
                    yield self.finding(word.span, message, subject=word.text)
                    break
                if at > 60:
                    break


def _kind(command: Command, text: str) -> str:
    if command.tool in _CLUSTER and len(text) < 254 and _POD.fullmatch(text):
        return "pod"
    host = text.rsplit("@", 1)[-1].split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    if command.tool in _HOST and len(host) < 16 and _PRIVATE.fullmatch(host) and host.count(".") == 3:
        return "address"
    return ""
