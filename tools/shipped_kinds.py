"""Write the shipped schemas as JSON, which loads without a YAML reader."""

from __future__ import annotations

import json

from linter.kinds.load import SHIPPED, schemas_folder
from linter.parsing.guarded_yaml import load_yaml


def shipped_kinds() -> str:
    """The text of `shipped_kinds.json`."""
    folder = schemas_folder()
    content = {
        "front_matter": json.loads((folder / "front-matter.schema.json").read_text(encoding="utf-8")),
        "kinds": {path.name: load_yaml(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yml"))},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    SHIPPED.write_text(shipped_kinds(), encoding="utf-8")
