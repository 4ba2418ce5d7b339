"""Text to Document. The only room that knows markdown-it and YAML's positions."""

from __future__ import annotations

from linter.parsing.markdown import parse

__all__ = ["parse"]
