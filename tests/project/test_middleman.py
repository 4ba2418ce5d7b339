"""Links between the pages of a Middleman site, such as those of GOV.UK's technical documentation template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.conftest import lint_folder


def test_links_are_read_as_they_are_served(knowledge_base: Callable[[Mapping[str, str]], Path]) -> None:
    root = knowledge_base(
        {
            "config.rb": "activate :directory_indexes\n",
            "source/images/a.svg": "<svg/>",
            "source/manual/alerts.html.md.erb": "# Alerts\n",
            "source/manual/other.html.md": "# Other\n\n## The director's GOV.UK database\n\n## It's gone & back\n",
            "source/manual/page.html.md": (
                "# Page\n\n[a](/manual/other.html) [b](/manual/other) [c](../other/) [e](alerts)\n"
                "[g](other.html#it-39-s-gone-amp-back)\n"
                "[d](other.html#the-directors-gov-uk-database) [f](/repos/made-of-data.html)\n"
                "![g](/images/a.svg) ![h](../../images/a.svg)\n"
            ),
        }
    )
    assert [(f.name, f.subject) for f in lint_folder(root, "L").findings] == []


def test_what_is_gone_is_told(knowledge_base: Callable[[Mapping[str, str]], Path]) -> None:
    root = knowledge_base(
        {
            "config.rb": "activate :directory_indexes\n",
            "source/other.html.md": "# Other\n",
            "source/page.html.md": "# Page\n\n[a](gone.html.md) [b](other.html#no-such-place)\n",
        }
    )
    assert [(f.name, f.subject) for f in lint_folder(root, "L").findings] == [
        ("dead-link", "gone.html.md"),
        ("dead-anchor", "other.html#no-such-place"),
    ]
