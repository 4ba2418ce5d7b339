"""From a text to a Page: parse it, recognise its kind, match it with the kind's schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from linter.config import KindConfig, Override
from linter.kinds.match import match
from linter.kinds.recognise import is_retired, is_template, recognise
from linter.model.kind import Kind, Match
from linter.model.page import Page
from linter.model.tools import Tools
from linter.parsing import parse

if TYPE_CHECKING:
    from linter.model.action_item import ActionItem
    from linter.model.command import Command
    from linter.model.document import CodeBlock, Document
    from linter.model.span import Span
    from linter.model.timeline import Timeline


def read_page(
    path: str,
    text: str,
    kinds: Mapping[str, Kind],
    settings: Mapping[str, KindConfig],
    overrides: Sequence[Override],
    tools: Tools,
) -> Page:
    """The page at a path. `settings` are the configuration's for kinds, `overrides` those that concern the path."""
    document = parse(text)
    configured = next((o.kind for o in reversed(overrides) if o.kind), None)
    kind, named = recognise(path, document, kinds, configured)
    profile = ""
    found = Match()
    if kind:
        asked = document.front_matter.data.get("profile")
        kind_config = settings.get(kind.name)
        set_by_config = next((o.profile for o in reversed(overrides) if o.profile), None)
        set_by_config = set_by_config or (kind_config.profile if kind_config else None)
        profile = kind.default_profile
        for candidate in (asked, set_by_config):
            if isinstance(candidate, str) and candidate in kind.profiles:
                profile, named = candidate, True
                break
        found = match(document, kind, profile, document.front_matter.data)
    return Page(
        *(path, document, kind, profile, found),
        named=named,
        is_template=is_template(path),
        retired=is_retired(document),
        read_commands=_read_commands,
        read_timeline=_read_timeline,
        read_action_items=_read_action_items,
        tools=tools,
    )


def _read_commands(blocks: Sequence[CodeBlock]) -> Sequence[Command]:
    # The shell's parser is read only for pages with shell code.
    from linter.parsing.shell import commands_of

    return commands_of(blocks)


def _read_timeline(document: Document, span: Span) -> Timeline:
    # Only post-mortems have one, and its patterns take longer to compile than a page to lint.
    from linter.parsing.timelines import read_timeline

    return read_timeline(document, span)


def _read_action_items(document: Document, span: Span) -> Sequence[ActionItem]:
    from linter.parsing.action_items import action_items

    return action_items(document, span)
