"""What a stand-in of one service is: it checks each request as the vendor does, keeps a state, and answers alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

_CONTRACTS = Path(__file__).with_name("contracts")


class Request(NamedTuple):
    """A request as it arrived; `values` are its JSON body, or the query of a GET."""

    method: str
    path: str
    authorization: str
    values: dict[str, Any]


class Reply(NamedTuple):
    """What is answered."""

    status: int
    body: Any


class Vendor(Protocol):
    """A stand-in of one service. `prefix` is the path that all of its addresses begin with."""

    name: str
    prefix: str

    def operation(self, request: Request) -> str:
        """What the request asks for, as the vendor calls it; empty for what the vendor does not know."""

    def answer(self, operation: str, request: Request) -> Reply:
        """Do what is asked for."""

    def refusal(self, operation: str, message: str) -> Reply:
        """The answer to a request that breaks the contract."""


def known_operations(vendor: str) -> tuple[str, ...]:
    """What a vendor can be asked for."""
    return tuple(_operations(vendor))


def broken_contract(vendor: str, operation: str, values: Mapping[str, Any]) -> str:
    """What is wrong with the values of a request, in one line; empty where nothing is."""
    from jsonschema import Draft202012Validator

    schema = _operations(vendor).get(operation)
    if schema is None:
        return f"the stand-in has no contract for {operation}"
    error = next(iter(Draft202012Validator(schema).iter_errors(values)), None)
    return f"{error.json_path}: {error.message}" if error else ""


@cache
def _operations(vendor: str) -> dict[str, Any]:
    """The schemas of a vendor's requests, by operation. The file names the source of each."""
    contract = json.loads((_CONTRACTS / f"{vendor}.json").read_text(encoding="utf-8"))
    definitions = contract["$defs"]
    return {name: {**schema, "$defs": definitions} for name, schema in contract["operations"].items()}
