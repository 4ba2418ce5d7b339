"""The options that a script declares, where it shows all of them: with argparse, click, getopts or a `case`.

None wherever something is left open: a parser that is handed to other code, an option whose name is computed, unknown
ones passed on. Nothing of the script runs.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import NamedTuple

_LONGEST = 200_000
_OPEN_PYTHON = re.compile(
    r"parse_known|REMAINDER|ignore_unknown_options|allow_interspersed_args|parents\s*=|prefix_chars|typer|sys\.argv\[(?!0)"
)
_GETOPTS = re.compile(r"\bgetopts\s+(['\"]?)([:A-Za-z0-9?]+)\1\s+\w+")
_CASE = re.compile(r"\bcase\s+[\"']?\$\{?(?:1|key|arg|opt|i|o)\b[^\n]*?\bin\b(.*?)\besac\b", re.DOTALL)
_LABEL = re.compile(r"(?:^|;;)\s*\(?\s*([^()\n;]+?)\)", re.MULTILINE)
_REFUSES = re.compile(r"\b(?:exit|usage|die|error|unknown|invalid|help)\b", re.IGNORECASE)


class ScriptOptions(NamedTuple):
    """All options of a script. `abbreviated`: a part of a long one will do."""

    names: frozenset[str]
    abbreviated: bool


def script_options(path: str, text: str) -> ScriptOptions | None:
    """What the script at `path` takes, where that is certain."""
    if len(text) > _LONGEST:
        return None
    first = text.split("\n", 1)[0]
    if path.endswith(".py") or (first.startswith("#!") and "python" in first):
        return _python(text)
    if path.endswith((".sh", ".bash")) or re.match(r"#!.*\b(?:ba|z|k|da)?sh\b", first):
        return _shell(text)
    return None


def _python(text: str) -> ScriptOptions | None:
    if _OPEN_PYTHON.search(text):
        return None
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    nodes = list(ast.walk(tree))
    imported = {
        name.split(".")[0]
        for node in nodes
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    if "argparse" in imported:
        return _declared(nodes, "add_argument", {"ArgumentParser", "add_parser", "add_argument_group"})
    if "click" in imported:
        return _declared(nodes, "option", set())
    return None


def _declared(nodes: Iterable[ast.AST], method: str, makers: set[str]) -> ScriptOptions | None:
    """The option strings of all calls of `method`; None where one is not a plain text or a parser is passed on."""
    names = {"-h", "--help"} if method == "add_argument" else {"--help"}
    parsers: set[str] = set()
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _called(node.value) in makers:
            parsers |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    found = 0
    for call in calls:
        if any(isinstance(given, ast.Name) and given.id in parsers for given in call.args):
            return None
        name = _called(call)
        if name == "version_option":
            names.add("--version")
        if name != method:
            continue
        found += 1
        for given in call.args:
            if not (isinstance(given, ast.Constant) and isinstance(given.value, str)):
                return None
            # click writes a pair as `--shout/--no-shout`.
            names |= {part for part in given.value.split("/") if part.startswith("-")}
        action = next((word.value for word in call.keywords if word.arg == "action"), None)
        if action is not None and not isinstance(action, ast.Constant):
            names |= {"--no-" + long[2:] for long in list(names) if long.startswith("--")}
    return ScriptOptions(frozenset(names), method == "add_argument") if found else None


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _shell(text: str) -> ScriptOptions | None:
    letters = _GETOPTS.findall(text)
    cases = _CASE.findall(text)
    if len(letters) == 1 and "-:" not in letters[0][1] and not cases:
        return ScriptOptions(frozenset(f"-{letter}" for letter in letters[0][1] if letter not in ":?"), False)
    if letters or len(cases) != 1 or "getopt" in text:
        return None
    branches = cases[0].split(";;")
    names: set[str] = set()
    refuses = False
    for branch in branches:
        label = _LABEL.search(branch if branch.startswith("\n") else "\n" + branch)
        if label is None:
            continue
        for pattern in label[1].split("|"):
            pattern = pattern.strip().strip("\"'")
            if pattern in ("*", "-*", "--*"):
                refuses = refuses or _REFUSES.search(branch) is not None
            elif "*" in pattern and not pattern.endswith("=*"):
                return None
            elif pattern.startswith("-"):
                names.add(pattern.removesuffix("=*"))
    return ScriptOptions(frozenset(names), False) if names and refuses else None
