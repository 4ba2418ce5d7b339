"""Write examples/: what `runbook-linter new` writes for those who want to see it first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLES = {
    "runbook-template.md": ("runbook", "--profile", "full", "--title", "Name of the alert or symptom"),
    "post-mortem-template.md": ("post-mortem", "--profile", "full", "--title", "What happened, in a few words"),
    "communication-template.md": ("communication", "--title", "What is wrong, in a few words"),
    "alert-config.yaml": ("alert", "--title", "NameOfTheAlert"),
}


def main() -> None:
    """Write all of them."""
    folder = ROOT / "examples"
    folder.mkdir(exist_ok=True)
    for name, (kind, *options) in EXAMPLES.items():
        command = [sys.executable, "-m", "linter", "new", kind, "-", *options]
        # Beside the project, so that its own configuration has no say.
        done = subprocess.run(
            command, cwd="/", capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)}
        )
        (folder / name).write_text(done.stdout, encoding="utf-8")


if __name__ == "__main__":
    main()
