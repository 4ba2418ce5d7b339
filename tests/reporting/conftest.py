"""A knowledge base whose every name and text tries to get out of the format it is put into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from linter.reporting.selection import Shown, select
from linter.run import Run
from tests.conftest import lint_folder

Writer = Callable[[Mapping[str, str]], Path]

PAGE = """\
---
kind: runbook
owner: "=HYPERLINK(\\"http://x\\")"
---
# Disk full

## Overview

The volume `data` of naïve-日本-\U0001f600 is full.
See [the](te,am:1%0A::error::x.md) [team](<&amp;"'.md>) [x](a](b.md).

## Impact

Writes fail: orders are lost.

<!-- runbook-linter: ignore[dead-link] reason="they'll \\write <it> & soon" -->
See [them](soon.md).

## Diagnosis

Look at [usage](#diagnosys) with `df -h /data`:

```bash
$ df -h /data
```

```bash
kubectl -n "日本-\U0001f600" logs pod api-0 -c api
```

TODO and ![graph](graph.png)

## Mitigation

"""
NAME = "docs/a b,c:%41ü.md"


@pytest.fixture
def hostile(knowledge_base: Writer) -> tuple[Run, Shown]:
    """A run over a page full of traps, one in good order, and one with Windows' line breaks and a byte order mark."""
    windows = "\ufeff" + PAGE.replace("\n", "\r\n")
    root = knowledge_base({NAME: PAGE, "good.md": "# Good\n\nText.\n", "windows.md": windows})
    run = lint_folder(root)
    return run, select(run, "info")
