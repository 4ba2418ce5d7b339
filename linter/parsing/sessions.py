"""Code blocks that show a session: which lines were typed behind a prompt, and which are output."""

from __future__ import annotations

import re

OUTPUT = -1
"""Instead of a prompt's length: the line is output."""

SESSION_LANGUAGES = frozenset(
    {"console", "shell-session", "shellsession", "sh-session", "session", "terminal", "bash-session", "pycon"}
)
_DOLLAR = re.compile(r"\s{0,8}\$[ \t]+(?=\S)")
_NAMED = re.compile(
    r"\s{0,8}(?:\([\w.-]{1,40}\)[ \t]*)?"
    r"(?:\[[^\]\s]{1,80}(?: [^\]\s]{1,80})?\]|[\w.-]{1,40}@[^\s$#]{1,80})[$#][ \t]+(?=\S)"
)
_VERSIONED = re.compile(r"\s{0,8}(?:ba)?sh-\d+(?:\.\d+)*[$#][ \t]+(?=\S)")
_ROOT = re.compile(r"\s{0,8}#[ \t]+(?=\S)")
_CONTINUED = re.compile(r"\s{0,8}>[ \t]+(?=\S)")
_HERE = re.compile(r"<<-?[ \t]*(['\"]?)([A-Za-z_]\w*)\1")


def prompts(text: str, language: str = "") -> list[int] | None:
    """Per line the length of the prompt to cut off, 0 for the rest of a command, OUTPUT for output.

    None where the block shows no session, so that all of it is what it says. A `# ` is a prompt only in a block
    labelled as a session: elsewhere it is a comment.
    """
    lines = text.split("\n")
    labelled = language.casefold() in SESSION_LANGUAGES
    patterns = [_DOLLAR, _NAMED, _VERSIONED]
    if labelled and not any(_DOLLAR.match(line) for line in lines):
        patterns.append(_ROOT)
    if not any(pattern.match(line) for line in lines for pattern in patterns):
        return None
    found: list[int] = []
    ending = ""
    goes_on = False
    for line in lines:
        if ending:
            found.append(0)
            ending = "" if line.strip() == ending else ending
            continue
        prompt = next((match for pattern in patterns if (match := pattern.match(line))), None)
        if prompt is None and goes_on:
            # A continued line may carry the shell's second prompt.
            prompt = _CONTINUED.match(line)
        if prompt is None and not goes_on:
            found.append(OUTPUT)
            continue
        found.append(prompt.end() if prompt else 0)
        here = _HERE.search(line)
        ending = here[2] if here else ""
        goes_on = line.rstrip().endswith("\\")
    return found


def typed(text: str, language: str = "") -> str:
    """What a reader types: the block without prompts and output."""
    cuts = prompts(text, language)
    if cuts is None:
        return text
    return "\n".join(line[cut:] for line, cut in zip(text.split("\n"), cuts, strict=True) if cut != OUTPUT)
