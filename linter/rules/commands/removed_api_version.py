"""A manifest uses a version of Kubernetes' API that was removed.

`kubectl apply` of such a manifest fails. An error where `tools: {kubernetes: "1.29"}` in the configuration says that
the cluster no longer has it, else a warning. Read are YAML blocks and the here-documents of commands.

## Bad
~~~markdown
# Batch stopped

```yaml
apiVersion: batch/v1beta1
kind: CronJob
```
~~~

## Good
~~~markdown
# Batch stopped

```yaml
apiVersion: batch/v1
kind: CronJob
```
~~~

## Fix
Where the objects' fields are the same in the version that replaces it, `--fix` changes the version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from linter.catalogue.api_versions import removed_api
from linter.catalogue.versions import reached
from linter.model.document import CodeBlock
from linter.model.finding import Edit, Fix, Problem
from linter.model.page import Page
from linter.model.span import Span
from linter.parsing.shell import is_shell
from linter.rules.rule import PageRule

_API = re.compile(r"^([ \t]*(?:- )?)apiVersion:[ \t]+[\"']?([\w./-]+)")
_KIND = re.compile(r"^([ \t]*(?:- )?)kind:[ \t]+[\"']?(\w+)")
# A chart's template that asks the cluster which versions it serves names the old one on purpose.
_ASKS_THE_CLUSTER = ".Capabilities."
_YAML = frozenset({"yaml", "yml"})


class RemovedApiVersion(PageRule):
    code = "C104"
    name = "removed-api-version"
    severity = "warning"

    def check(self, page: Page) -> Iterator[Problem]:
        declared = page.tools.in_use("kubernetes").version or page.tools.in_use("kubectl").version
        for block in page.code_blocks:
            if "apiVersion:" not in block.code or _ASKS_THE_CLUSTER in block.code:
                continue
            if not (block.language in _YAML or is_shell(block)):
                continue
            for found in _objects(block):
                api = removed_api(found.version, found.kind)
                if api is None or (declared and not reached(declared, api.removed)):
                    continue
                use = f"use `{api.replacement}`" if api.replacement else "nothing replaces it"
                message = f"`{found.version}` of {found.kind} was removed in Kubernetes {api.removed}: {use}"
                fix = Fix((Edit(*found.span, api.replacement),), True) if api.same_fields and api.replacement else None
                yield self.finding(
                    found.span,
                    message,
                    subject=f"{found.version} {found.kind}",
                    suggestions=(api.replacement,) if api.replacement else (),
                    fix=fix,
                    severity="error" if declared else "warning",
                )


class _Object(NamedTuple):
    version: str
    kind: str
    span: Span


def _objects(block: CodeBlock) -> Iterator[_Object]:
    """The objects whose version and kind stand in one mapping: at the same depth, nothing shallower between."""
    versions: dict[int, tuple[str, Span]] = {}
    kinds: dict[int, str] = {}
    for line, place in zip(block.code.split("\n"), block.lines, strict=False):
        depth = len(line) - len(line.lstrip())
        if line.startswith("---"):
            versions, kinds = {}, {}
            continue
        if line.lstrip().startswith("- "):
            versions = {at: value for at, value in versions.items() if at <= depth}
            kinds = {at: value for at, value in kinds.items() if at <= depth}
        api, kind = _API.match(line), _KIND.match(line)
        if api:
            start = place.start + api.start(2)
            versions[len(api[1])] = (api[2], Span(start, start + len(api[2])))
        elif kind:
            kinds[len(kind[1])] = kind[2]
        for at in [at for at in versions if at in kinds]:
            version, span = versions.pop(at)
            yield _Object(version, kinds.pop(at), span)
