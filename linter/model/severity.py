"""How much a finding matters."""

from __future__ import annotations

from typing import Literal, TypeGuard

Severity = Literal["off", "info", "warning", "error"]

_ORDER: tuple[Severity, ...] = ("off", "info", "warning", "error")


def rank(severity: Severity) -> int:
    """The severity as a number: off 0, info 1, warning 2, error 3."""
    return _ORDER.index(severity)


def is_severity(value: object) -> TypeGuard[Severity]:
    """True when `value` is one of the four severities."""
    return isinstance(value, str) and value in _ORDER
