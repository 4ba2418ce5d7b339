"""Versions of Kubernetes' API that were removed: `data/api_versions.json`, from Kubernetes' deprecation guide."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple


class ApiVersion(NamedTuple):
    """One kind of object in one version of the API. `same_fields`: its replacement differs in the version alone."""

    deprecated: str
    removed: str
    replacement: str
    same_fields: bool
    source: str


def removed_api(api_version: str, kind: str) -> ApiVersion | None:
    """What became of a kind in a version of the API; None where it is still there."""
    return _table().get((api_version, kind))


@lru_cache(maxsize=1)
def _table() -> Mapping[tuple[str, str], ApiVersion]:
    with open(os.path.join(os.path.dirname(__file__), "data", "api_versions.json"), "rb") as file:
        return {
            (row["apiVersion"], row["kind"]): ApiVersion(
                row["deprecated"] or "", row["removed"], row["replacement"], row["same_fields"], row["source"]
            )
            for row in json.load(file)
            if row["removed"]
        }
