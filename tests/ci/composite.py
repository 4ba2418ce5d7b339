"""Runs the steps of a composite action as GitHub's runner does, as far as ours needs it.

https://docs.github.com/en/actions/reference/metadata-syntax-for-github-actions#runs-for-composite-actions
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.conftest import ROOT

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_NAME = re.compile(r"'[^']*'|[a-z_][\w-]*(?:\.[\w-]+)+|always\(\)|&&|\|\|")


class Job(NamedTuple):
    """What the steps printed, which failed, and the summary of the job."""

    output: str
    failed: tuple[str, ...]
    summary: str


def run_action(
    folder: Path, temporary: Path, github: Mapping[str, Any], skip: tuple[str, ...] = (), **inputs: str
) -> Job:
    """Run our action in a checkout. `github` is the context of that name."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    given = {name: _filled(str(i.get("default", "")), {"github": github}) for name, i in action["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    context = {"github": github, "inputs": given}
    summary, outputs = temporary / "summary", temporary / "outputs"
    summary.write_text("", encoding="utf-8")
    outputs.write_text("", encoding="utf-8")
    printed, failed = "", []
    for step in action["runs"]["steps"]:
        condition = str(step.get("if", "${{ true }}"))
        if step["name"] in skip or (failed and "always()" not in condition):
            continue
        if not _value(_EXPRESSION.fullmatch(condition.strip())[1], context):  # type: ignore[index]
            continue
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "PYTHON"))},
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_API_URL": str(github.get("api_url", "http://127.0.0.1:9")),
            "GITHUB_EVENT_NAME": str(github["event_name"]),
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_REF_NAME": str(github.get("ref_name", "")),
            "GITHUB_REPOSITORY": str(github["repository"]),
            "GITHUB_STEP_SUMMARY": str(summary),
            "RUNNER_TEMP": str(temporary),
            **{name: _filled(value, context) for name, value in step.get("env", {}).items()},
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        printed += done.stdout + done.stderr
        failed += [step["name"]] if done.returncode else []
    return Job(printed, tuple(failed), summary.read_text(encoding="utf-8"))


def _filled(text: str, context: Mapping[str, Any]) -> str:
    def value(found: re.Match[str]) -> str:
        got = _value(found[1], context)
        return {True: "true", False: "false", None: ""}.get(got, str(got)) if not isinstance(got, str) else got

    return _EXPRESSION.sub(value, text)


def _value(expression: str, context: Mapping[str, Any]) -> Any:
    """The value of an expression of names, texts, `==`, `!=`, `&&`, `||`."""

    def translated(found: re.Match[str]) -> str:
        word = found[0]
        if word.startswith("'"):
            return repr(word[1:-1])
        return {"always()": "True", "&&": " and ", "||": " or "}.get(word) or f"get({word!r})"

    def get(name: str) -> Any:
        value: Any = context
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return value

    python = " ".join(_NAME.sub(translated, expression).split())
    return eval(python, {"__builtins__": {}}, {"get": get, "true": True})
