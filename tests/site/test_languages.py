"""A site in several languages: mkdocs-static-i18n builds each of them anew, with one configuration."""

from __future__ import annotations

import re
from pathlib import Path

from tests.site.conftest import knowledge_base, mkdocs

RUNBOOK = "---\nkind: runbook\nowner: storage\nservice: volumes\n---\n# {title}\n\nText.\n"
PAGES = {
    "en/index.md": "# Home\n",
    "en/runbooks/disk.md": RUNBOOK.format(title="Disk full"),
    "en/runbooks/only.md": RUNBOOK.format(title="Only in English"),
    "de/index.md": "# Start\n",
    "de/runbooks/disk.md": RUNBOOK.format(title="Platte voll"),
}
LANGUAGES = """  - i18n:
      docs_structure: folder
      languages:
        - {locale: en, default: true, name: English}
        - {locale: de, name: Deutsch}
"""


def test_each_language_has_its_parts_and_the_dashboards_lead_to_all(tmp_path: Path) -> None:
    config = knowledge_base(tmp_path, PAGES)
    config.write_text(config.read_text("utf-8") + LANGUAGES, "utf-8")
    done = mkdocs(config, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    for page in ("runbooks/disk", "runbooks/only", "de/runbooks/disk"):
        html = (tmp_path / "site" / page / "index.html").read_text("utf-8")
        assert html.count('class="rl-strip"') == 1
        assert html.count("runbook-linter/site.js") == html.count("runbook-linter/site.css") == 1
        assert "dashboards/services/?service=volumes" in html
    scores = (tmp_path / "site" / "dashboards" / "scores" / "index.html").read_text("utf-8")
    linked = dict(re.findall(r'<td[^>]*><a href="\.\./\.\./([^"]*)">([^<]*)</a>', scores))
    assert linked == {
        "": "Home",
        "de/": "Start",
        "runbooks/disk/": "Disk full",
        "runbooks/only/": "Only in English",
        "de/runbooks/disk/": "Platte voll",
    }
    listed = (tmp_path / "site" / "llms.txt").read_text("utf-8")
    assert "[Disk full](<en/runbooks/disk.md>)" in listed
    assert "[Platte voll](<de/runbooks/disk.md>)" in listed
