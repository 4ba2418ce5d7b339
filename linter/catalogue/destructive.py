"""Commands that destroy what cannot be had back: what a reader wants to be told before pasting."""

from __future__ import annotations

import re
from functools import cache

_OPTIONS = (
    r"(?:\s+(?:(?:-n|--namespace|--context|--kubeconfig|--grace-period|-l|--selector|-f|--filename)(?:=|\s+)\S+"
    r"|--?[\w-]+(?:=\S+)?))*+"
)
# Each pattern's match is what the reader is shown. Deleting a pod is how one restarts it, so it is not among them.
_PATTERNS = (
    r"(?:kubectl|oc|k)\b" + _OPTIONS + r"\s+delete" + _OPTIONS + r"\s+(?!(?:pods?|po)\b)(?!-)[\w./<>-]+",
    r"rm\s+(?:-[\w-]+\s+)*-(?:[a-zA-Z]*[rR][a-zA-Z]*|-recursive)\b",
    r"(?:mkfs(?:\.\w+)?|wipefs|shred|blkdiscard)\b",
    r"dd\b[^|;\n]{0,200}\bof=/dev/",
    r"(?:lvremove|vgremove|pvremove|zpool\s+destroy|zfs\s+destroy)\b",
    r"helm\s+(?:uninstall|delete)\b",
    r"(?:terraform|tofu)\s+destroy\b",
    r"docker\s+(?:volume\s+rm|volume\s+prune|system\s+prune)\b",
    r"aws\s+[\w-]+\s+(?:delete|terminate)-[\w-]+",
    r"aws\s+s3\s+(?:rm|rb)\b",
    r"gcloud\b[^|;\n]{0,120}?\sdelete\b",
    r"az\b[^|;\n]{0,120}?\sdelete\b",
    r"git\s+push\b[^|;\n]{0,80}?\s(?:--force|-f)\b",
    r"etcdctl\b(?:\s+--[\w-]+(?:=\S+)?)*\s+del\b",
    r"redis-cli\b[^|;\n]{0,120}?\s(?i:flushall|flushdb)\b",
    r"kafka-topics(?:\.sh)?\b[^|;\n]{0,200}?--delete\b",
    r"(?i:drop\s+(?:table|database|schema|index|role|user|tablespace)\b)",
    r"(?i:truncate\s+table\b)",
    r"(?i:delete\s+from\s+[\w.\"]+)",
)
# Each begins with a letter or dash that must be there: the search skips all others. A word's own start is looked at
# behind its letters for that reason.
_HINTS = re.compile(
    r"delete|rm(?<!\wrm)\b|mkfs|wipefs|shred|blkdiscard|dd(?<!\wdd)\b|remove|destroy|uninstall|prune|terminate|--force"
    r"|-f\b|del(?<!\wdel)\b|flush|drop|truncate|rb(?<!\wrb)\b"
)
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")


def destructive_command(code: str) -> str:
    """The first destructive command in shell code, as far as it says what it destroys; empty where there is none."""
    if not _HINTS.search(code.lower()):
        return ""
    for line in code.split("\n"):
        found = _destructive().search(_COMMENT.sub("", line[:2000]))
        if found:
            return " ".join(found[0].split())
    return ""


@cache
def _destructive() -> re.Pattern[str]:
    # Dear to compile, and most pages have no command that could match.
    return re.compile(r"(?<![\w./-])(?:" + "|".join(_PATTERNS) + ")")
