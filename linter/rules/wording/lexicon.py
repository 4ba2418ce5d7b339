"""Lists of words that the rules about wording look for, from `data/`; read when a page first needs them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=8)
def lexicon(name: str) -> Mapping[str, frozenset[str]]:
    """The lists of `data/<name>.json` by what they are for."""
    text = (Path(__file__).parent / "data" / f"{name}.json").read_text(encoding="utf-8")
    return {title: frozenset(words) for title, words in json.loads(text)["lists"].items()}


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Common given names that are nothing else: no months, places, products or words."""
    return frozenset().union(*lexicon("given_names").values())


@lru_cache(maxsize=2)
def phrases(name: str) -> Mapping[str, str]:
    """The phrases of `data/<name>.json`, each with what to say instead."""
    text = (Path(__file__).parent / "data" / f"{name}.json").read_text(encoding="utf-8")
    return {entry["phrase"]: entry["instead"] for entry in json.loads(text)["phrases"]}
