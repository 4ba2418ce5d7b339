"""Faults: what goes wrong, at which request."""

from __future__ import annotations

from typing import NamedTuple

FAULTS = {
    "drop": "the connection is reset before the request is processed",
    "lost": "the request is processed, then the connection is reset",
    "busy": "429 with Retry-After, nothing is processed",
    "down": "503, nothing is processed",
    "crash": "the request is processed, then answered with 500",
    "stuck": "nothing is processed, and no answer comes",
    "slow": "the request is processed, and no answer comes",
    "drip": "the request is processed, and an answer comes that has no end",
    "elsewhere": "302 to another address, nothing is processed",
    "nonsense": "200 with a page of HTML, nothing is processed",
    "refusal": "the vendor's own answer to a request that it cannot accept",
    "echo": "a refusal that repeats the token",
    "before": "the test is told, then the connection is reset; nothing is processed",
    "after": "the test is told after it is processed, before it is answered",
    "answered": "the test is told before the answer leaves, and when it has arrived",
    "well": "nothing goes wrong: the next fault is for a later request",
    "refused": "the whole service refuses connections",
}
"""The kinds of faults."""


class Fault(NamedTuple):
    """What goes wrong at the next request for an operation, such as `chat.postMessage`; `*` is any.

    `wait` is the Retry-After of `busy`, in seconds.
    """

    operation: str
    kind: str
    wait: str = "0"


def read_faults(text: str) -> tuple[list[Fault], list[str]]:
    """The faults in `chat.postMessage=lost,jira=refused,enqueue=busy`, and the services that refuse connections.

    Raises ValueError with what is wrong.
    """
    faults: list[Fault] = []
    refused: list[str] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        operation, _, kind = part.partition("=")
        if kind not in _FOR_USERS:
            raise ValueError(f"`{part}`: write OPERATION=FAULT; faults are {', '.join(_FOR_USERS)}")
        if kind == "refused":
            refused.append(operation)
        else:
            faults.append(Fault(operation, kind, "3600" if kind == "busy" else "0"))
    return faults, refused


_FOR_USERS = [kind for kind in FAULTS if kind not in ("before", "after", "answered")]
