"""A template of one's own in place of a kind's scaffold: `schemas/runbook.md.j2` beside `schemas/runbook.yml`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from linter.config import ConfigError
from linter.kinds.scaffold import Scaffold


def find_template(root: Path, schemas: Sequence[str], kind: str) -> Path | None:
    """The template of a kind: in the folders with the knowledge base's own kinds; None where there is none."""
    places = (root / folder / f"{kind}.md.j2" for folder in (schemas or ("schemas",)))
    return next((place for place in places if place.is_file()), None)


def render_template(template: Path, scaffold: Scaffold) -> str:
    """The page that a Jinja2 template makes of a scaffold. Raises ConfigError with file and line.

    The template knows `title`, `kind`, `profile`, `front_matter` (its lines), `data` (its values), `sections` (each
    with `id`, `title`, `guidance` and `text`) and `scaffold`, the page as it would be without the template. It is run
    in Jinja2's sandbox, because it comes with the repository.
    """
    try:
        from jinja2 import StrictUndefined, TemplateError
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError:
        raise ConfigError(f"{template}: templates need Jinja2: pip install 'runbook-linter[site]'") from None
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True)
    specs = {spec.id: spec for spec in scaffold.kind.sections}
    sections = [
        {"id": name, "title": specs[name].title, "guidance": specs[name].guidance, "text": text}
        for name, text in scaffold.sections.items()
    ]
    try:
        source = template.read_text(encoding="utf-8")
        return environment.from_string(source).render(
            title=scaffold.title,
            kind=scaffold.kind.name,
            profile=scaffold.profile,
            front_matter=scaffold.front_matter,
            data=dict(scaffold.data),
            sections=sections,
            scaffold=scaffold.text,
        )
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ConfigError(f"{template}: cannot be read: {reason}") from None
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        line = _line_of(error)
        raise ConfigError(f"{template}:{line}: {type(error).__name__}: {' '.join(str(error).split())}") from None


def _line_of(error: Exception) -> int:
    """The line of the template that an error comes from: Jinja2 puts it into the traceback."""
    import traceback

    said = getattr(error, "lineno", None)
    frames = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return said or (frames[-1] if frames else 1) or 1
