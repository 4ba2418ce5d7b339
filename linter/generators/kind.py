"""A new kind of document: a schema to begin with, valid as it is, which says what to change."""

from __future__ import annotations

import re

from linter.kinds.recognise import PLAIN_PAGE

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_FOLDERS = """# A page in a folder of this name is of this kind; so is any page with `kind: {name}` in its front matter.
recognise:
  folders: [{word}, {word}s]
"""
_SCHEMA = """# yaml-language-server: $schema=document-kind.schema.json
kind: {name}
title: {title}
description: What pages of this kind are for, in a sentence.
# From the least demanding profile to the most; a page or the configuration chooses one.
profiles: [standard, full]
default_profile: standard
{folders}# Front matter that a page of a profile must have.
front_matter:
  required:
    full: [owner]
# In the order in which they should stand. `required` names the profiles; `synonyms` are read as the title.
sections:
  - id: purpose
    title: Purpose
    synonyms: [Overview, Summary]
    required: [standard, full]
    guidance: When somebody needs this page, and what they have when they are done.
    scaffold: "‹When does somebody need this page, and what do they have when they are done?›"
  - id: steps
    title: Steps
    synonyms: [Procedure]
    required: [standard, full]
    guidance: Numbered steps, each a command or a link.
    scaffold: |
      1. ‹First step: the command, and what to expect from it›
      2. ‹Second step: the same›
    content: {{list: true}}
  - id: references
    title: References
    synonyms: [Links]
    anywhere: true
    guidance: What else is worth reading.
"""


def new_kind(name: str) -> str:
    """The text of a schema file for a kind called `name`. Raises ValueError for a name that is none."""
    if not _ID.fullmatch(name):
        raise ValueError(f"`{name}` is no name for a kind: small letters and digits, with single `-` between words")
    if name == PLAIN_PAGE:
        raise ValueError(f"`{name}` is what pages of no kind are called")
    word = name.replace("-", " ")
    # A folder's name is split at what is no letter: a word with a digit is never found there.
    folders = _FOLDERS.format(name=name, word=word) if not any(char.isdigit() for char in name) else ""
    return _SCHEMA.format(name=name, title=word[:1].upper() + word[1:], folders=folders)
