"""What a site gets beside its pages: their Markdown, llms.txt, and an address for each alert."""

from __future__ import annotations

import os
import posixpath
import shutil
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

from linter.site.alert_redirects import alert_targets, not_found_data, write_redirects
from linter.site.assistants import llms_txt
from linter.site.knowledge_base import KnowledgeBase, PageRecord
from linter.site.site_links import SiteLinks


def publish_markdown(published: Iterable[tuple[File, PageRecord]], base: KnowledgeBase, config: MkDocsConfig) -> None:
    """Write each page's Markdown to its path, and llms.txt, which names them all."""
    urls: dict[str, str] = {}
    for file, record in published:
        target = os.path.join(config.site_dir, file.src_uri)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copyfile(str(file.abs_src_path), target)
        urls[record.path] = posixpath.join(config.site_url or "", quote(file.src_uri))
    text = llms_txt(config.site_name, config.site_description or "", base.pages, lambda page: urls.get(page.path))
    Path(config.site_dir, "llms.txt").write_text(text, encoding="utf-8")


def publish_alert_addresses(folder: str, base: KnowledgeBase, links: SiteLinks, config: MkDocsConfig) -> None:
    """Write `<folder>/<AlertName>/` for each alert."""

    def url_from(name: str, path: str) -> str | None:
        file = links.file_of(path)
        return get_relative_url(file.url, f"{folder}/{name}/") if file else None

    write_redirects(alert_targets(base), Path(config.site_dir, folder), url_from)


def unknown_alert_data(folder: str, base: KnowledgeBase, links: SiteLinks, config: MkDocsConfig) -> str:
    """What the "not found" page must know to lead from an alert's address to a page."""
    home = posixpath.join("/", urlsplit(config.site_url or "/").path, "")
    files = {name: links.file_of(path) for name, path in alert_targets(base).items()}
    return not_found_data(folder, home, {name: home + file.url for name, file in files.items() if file})
