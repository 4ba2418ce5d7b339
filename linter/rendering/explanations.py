"""What each cause does to the page on the site, and what to do about it, in a reader's words."""

from __future__ import annotations

from collections.abc import Mapping

from linter.rendering.causes import Reason

_INDENT = "indent it by four spaces for each level"
_SUPERFENCES = "add pymdownx.superfences to markdown_extensions in mkdocs.yml"
_SANE_LISTS = "add sane_lists to markdown_extensions in mkdocs.yml"

EXPLANATIONS: Mapping[Reason, str] = {
    "cut-code": f"on the site this code ends the list, and numbers after it start again at 1; {_INDENT}",
    "cut-table": f"on the site this table ends the list, and numbers after it start again at 1; {_INDENT}",
    "cut-text": f"on the site this text ends the list, and numbers after it start again at 1; {_INDENT}",
    "flat-item": f"on the site this item is not nested where it should be; {_INDENT}",
    "swallowed-list": "on the site this list is part of the text above it; put a blank line before it",
    "list-at-fence": "on the site this list is part of the code above it; put a blank line before it",
    "joined-item": "on the site this item belongs to the deeper list above it; put a blank line before it",
    "swallowed-table": "on the site this table is part of the text above it; put a blank line before it",
    "inline-code": f"on the site this code block in a list is a line of text; {_SUPERFENCES}",
    "indented-fence": "on the site this code block is a line of text; start it at the margin",
    "ragged-fence": "on the site this is no code block: a line of it stands left of its fence; indent that line",
    "unclosed-fence": "this code block is never closed: GitHub shows the rest as code, the site as text; close it",
    "longer-closing": "on the site this code block does not end where it should: its last fence is too long",
    "fence-at-marker": "on the site this is no code block; put it on a line of its own below the item",
    "glued-fence": "GitHub ends the list at this code block, the site takes it into the item above; "
    "indent it by four spaces, or put a blank line before it",
    "mixed-lists": "on the site these items go on with the list above them; put text or `<!-- -->` between the two, "
    f"or {_SANE_LISTS}",
    "renumbered": "on the site this list starts at 1; indent what stands before it into the list above, "
    f"or {_SANE_LISTS}",
    "numbered-on": f"on the site this list starts at 1; indent the code before it by four spaces, or {_SANE_LISTS}",
    "parenthesis": "on the site this is no list: it wants a period behind the number",
    "empty-item": "on the site this empty item is text; fill or remove it",
}

UNKNOWN = "from here on the site shows this page otherwise than GitHub: its lists, code or tables differ"
