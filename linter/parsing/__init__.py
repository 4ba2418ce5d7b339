"""Text to Document. The only room that knows markdown-it and YAML's positions."""

from __future__ import annotations

from linter.model.document import Document

__all__ = ["parse"]


def parse(text: str) -> Document:
    """Parse a text. Never raises for what is in it: what is wrong with a page is a finding."""
    # The parser takes long to import, and a run whose pages are all known from earlier ones does without.
    from linter.parsing.markdown import read_document

    return read_document(text)
