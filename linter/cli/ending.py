"""How a program ends: its exit status, one line for what went wrong, and nothing that is waited for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import NoReturn


def end(status: int) -> NoReturn:
    """End the process at once.

    Taking the interpreter down object by object would cost a fifth of a short run, and would wait for threads of
    libraries that talk to a service which never answers.
    """
    for stream in (sys.stdout, sys.stderr):
        # Whoever started the program may have closed it.
        if stream is not None:
            stream.flush()
    os._exit(status)


def status_of(program: str, work: Callable[[], int], interrupted: str = "interrupted") -> int:
    """The exit status of the work of a program; what goes wrong is one line on standard error."""
    from linter.config import ConfigError
    from linter.kinds.errors import SchemaError

    _write_anything()
    try:
        return work()
    except (ConfigError, SchemaError) as error:
        complain(str(error), program)
        return 2
    except BrokenPipeError:
        return reader_left()
    except KeyboardInterrupt:
        print(interrupted, file=sys.stderr)
        return 130


def complain(text: str, program: str = "runbook-linter") -> None:
    """Say on standard error what is wrong, on one line.

    It may name what a stranger has written: a terminal must not obey it.
    """
    if not text.isprintable():
        from linter.reporting.incidents import printable

        text = printable(text)
    print(f"{program}: {text}", file=sys.stderr)


def _write_anything() -> None:
    """Let both streams take every character: a page may hold any, and a file's name bytes that are no text.

    A terminal that cannot show a letter shows its number: no work stops for that. What goes into a file or another
    program is UTF-8, whatever the system's own encoding is: the reports say so. What goes to a stream that whoever
    started the program has closed goes nowhere.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdout, TextIOWrapper):
        encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
        # A lone surrogate becomes `\udcff`, which in JSON means the same.
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")


def reader_left() -> int:
    """The exit status where the reader (head, less) has seen enough; what is still to be printed goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def say(*lines: str) -> None:
    """Print lines while there is more to do; if nobody reads on, it is done all the same."""
    try:
        print(*lines, sep="\n", flush=True)
    except OSError:
        reader_left()
