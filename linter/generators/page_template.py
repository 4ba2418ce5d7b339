"""A template of one's own in place of a kind's scaffold: `schemas/runbook.md.j2` beside `schemas/runbook.yml`."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from linter.config import ConfigError
from linter.kinds.scaffold import Scaffold

_SECONDS = 10
_MEMORY = 4_000_000_000
_LONGEST = 1_000_000


def find_template(root: Path, schemas: Sequence[str], kind: str) -> Path | None:
    """The template of a kind: in the folders with the knowledge base's own kinds; None where there is none."""
    places = (root / folder / f"{kind}.md.j2" for folder in (schemas or ("schemas",)))
    return next((place for place in places if place.is_file()), None)


def page_text(scaffold: Scaffold, template: Path | None) -> str:
    """The new page: as the kind's own template makes it where there is one. Raises ConfigError with file and line."""
    return scaffold.text if template is None else _rendered(template, scaffold)


def _rendered(template: Path, scaffold: Scaffold) -> str:
    """The page that a Jinja2 template makes of a scaffold.

    The template knows `title`, `kind`, `profile`, `front_matter` (its lines), `data` (its values), `sections` (each
    with `id`, `title`, `guidance` and `text`) and `scaffold`, the page as it would be without the template. It is run
    in Jinja2's sandbox and within bounds of time and memory, because it comes with the repository.
    """
    try:
        from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateNotFound
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError:
        raise ConfigError(f"{template}: templates need Jinja2: pip install 'runbook-linter[site]'") from None
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, keep_trailing_newline=True, loader=DictLoader({})
    )
    specs = {spec.id: spec for spec in scaffold.kind.sections}
    sections = [
        {"id": name, "title": specs[name].title, "guidance": specs[name].guidance, "text": text}
        for name, text in scaffold.sections.items()
    ]
    try:
        source = template.read_text(encoding="utf-8")
        with _bounds():
            pieces = environment.from_string(source).generate(
                title=scaffold.title,
                kind=scaffold.kind.name,
                profile=scaffold.profile,
                front_matter=scaffold.front_matter,
                data=dict(scaffold.data),
                sections=sections,
                scaffold=scaffold.text,
            )
            return _joined(pieces)
    except TemplateNotFound as error:
        raise ConfigError(f"{template}:{_line_of(error)}: a template stands alone: no `{error.name}`") from None
    except TimeoutError:
        raise ConfigError(f"{template}: it runs for more than {_SECONDS} seconds") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ConfigError(f"{template}: cannot be read: {reason}") from None
    except (MemoryError, RecursionError) as error:
        what = "takes too much memory" if isinstance(error, MemoryError) else "calls itself without end"
        raise ConfigError(f"{template}: it {what}") from None
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        line = _line_of(error)
        raise ConfigError(f"{template}:{line}: {type(error).__name__}: {' '.join(str(error).split())}") from None


def _joined(pieces: Iterable[str]) -> str:
    """The page. Raises ValueError for one that nobody can have meant."""
    kept: list[str] = []
    left = _LONGEST
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise ValueError(f"what comes of it is longer than {_LONGEST:,} characters")
        kept.append(piece)
    return "".join(kept)


@contextmanager
def _bounds() -> Iterator[None]:
    """Work that ends: TimeoutError after some seconds, MemoryError at some size, where the system can tell.

    A template needs no loop for that: `"a" * 10 ** 10` is one word.
    """

    def end(*_: object) -> None:
        raise TimeoutError

    in_time = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGALRM, end) if in_time else None
    try:
        if in_time:
            signal.setitimer(signal.ITIMER_REAL, _SECONDS)
        with _memory():
            yield
    finally:
        if in_time:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


@contextmanager
def _memory() -> Iterator[None]:
    try:
        import resource

        before = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if before[0] < 0 else min(before[0], _MEMORY), before[1]))
    except (ImportError, OSError, ValueError):
        # Windows has no such bound, macOS refuses it.
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _line_of(error: Exception) -> int:
    """The line of the template that an error comes from: Jinja2 puts it into the traceback."""
    import traceback

    said = getattr(error, "lineno", None)
    frames = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return said or (frames[-1] if frames else 1) or 1
