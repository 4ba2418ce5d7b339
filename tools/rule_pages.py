"""Write docs/rules/ from the rules' docstrings."""

from __future__ import annotations

from pathlib import Path

from linter.config import Config
from linter.registry import FAMILIES, load_rules
from linter.rule_docs import rule_page, summary

ROOT = Path(__file__).resolve().parent.parent


def write(folder: Path) -> None:
    """Write a page per rule and the index; pages of rules that are gone go too."""
    rules = load_rules(Config(), ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        if old.stem not in rules:
            old.unlink()
    for name, rule in rules.items():
        (folder / f"{name}.md").write_text(rule_page(rule), encoding="utf-8")
    lines = [
        "# Rules",
        "",
        "Codes are stable; the letter is the family. `runbook-linter rule NAME` prints a page offline.",
        "",
    ]
    for letter, family in FAMILIES.items():
        own = [rule for rule in rules.values() if rule.code.startswith(letter)]
        if not own:
            continue
        lines += [
            f"## {family.replace('_', ' ').capitalize()}",
            "",
            "| Code | Rule | Level | What |",
            "| --- | --- | --- | --- |",
        ]
        lines += [f"| {r.code} | [{r.name}]({r.name}.md) | {r.severity} | {summary(r)} |" for r in own]
        lines.append("")
    (folder / "index.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(ROOT / "docs" / "rules")
