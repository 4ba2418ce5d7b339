"""`mkdocs serve`: a rebuild shows what an edit changed, on its page and on the dashboards."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.site.conftest import knowledge_base

PAGE = (
    "---\nkind: runbook\nowner: {owner}\nservice: volumes\n---\n# Disk full\n\n1. Look:\n\n"
    "    ```bash\n    {command}\n    ```\n"
)
RECORD = (
    "id: INC-7\ntitle: Volumes are full\nseverity: P1\nstatus: {status}\nservice: volumes\n"
    "times: {{detected: 2026-11-23T06:07:00Z}}\n"
)


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        text: str = answer.read().decode("utf-8")
        return text


# "Documentation built" is no sign: mkdocs says nothing twice, and two builds may take equally long.
def wait_for(log: Path, pattern: str, count: int) -> list[str]:
    for _ in range(600):
        found = re.findall(pattern, log.read_text("utf-8"))
        if len(found) >= count:
            return found
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))


def test_an_edit_is_shown(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "runbooks" / "disk.md"
    pages = {"index.md": "# Home\n", "runbooks/disk.md": PAGE.format(owner="storage", command="df -h")}
    config = knowledge_base(tmp_path, pages)
    (tmp_path / "docs" / "incidents").mkdir()
    log = tmp_path / "log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-u", "-m", "mkdocs", "serve", "-f", str(config), "-a", address],
            stdout=out,
            stderr=out,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )
    try:
        url = wait_for(log, r"Serving on (http://\S+)", 1)[0]
        assert "storage" in get(f"{url}runbooks/disk/")
        edited = PAGE.format(owner="platform", command="$ rm -rf /tmp/x") + "\nSee [it](gone.md).\n"
        page.write_text(edited, encoding="utf-8")
        wait_for(log, "Reloading browsers", 1)
        time.sleep(0.5)
        shown = get(f"{url}runbooks/disk/")
        assert "platform" in shown
        assert "gone.md" in shown
        assert '"destructive":"rm -rf"' in shown
        assert "dead-link" in get(f"{url}dashboards/scores/")
        (tmp_path / "docs" / "runbooks" / "gone.md").write_text("# Gone\n", encoding="utf-8")
        wait_for(log, "Reloading browsers", 2)
        time.sleep(0.5)
        assert "dead link" not in get(f"{url}runbooks/disk/")
        record = tmp_path / "docs" / "incidents" / "INC-7.yml"
        record.write_text(RECORD.format(status="identified"), encoding="utf-8")
        wait_for(log, "Reloading browsers", 3)
        time.sleep(0.5)
        assert "Open incident, P1 identified" in get(f"{url}runbooks/disk/")
        assert "Volumes are full" in get(f"{url}dashboards/incidents/INC-7/")
        record.write_text(RECORD.format(status="resolved"), encoding="utf-8")
        wait_for(log, "Reloading browsers", 4)
        time.sleep(0.5)
        assert "Open incident" not in get(f"{url}runbooks/disk/")
        assert "resolved" in get(f"{url}dashboards/incidents/INC-7/")
    finally:
        server.terminate()
        server.wait()
