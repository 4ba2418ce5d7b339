"""What a command does to the system: whether it changes it, and whether that can be undone."""

from __future__ import annotations

import re
from functools import cache

_CLUSTER = r"(?:kubectl|oc|k)\b(?:\s+(?:-n|--namespace|--context)(?:=|\s+)\S+|\s+--?[\w-]+(?:=\S+)?)*+\s+"
_OPTIONS = r"(?:\s+(?:(?:-n|--namespace|-l|--selector)(?:=|\s+)\S+|--?[\w-]+(?:=\S+)?))*+\s+"

# Data goes with these for good. A pod, a deployment or a job can be made again.
_IRREVERSIBLE = (
    r"(?<![\w./-])(?:"
    + "|".join(
        (
            _CLUSTER
            + r"delete"
            + _OPTIONS
            + r"(?:pvcs?|persistentvolumeclaims?|pvs?|persistentvolumes?|ns|namespaces?|projects?|crds?"
            r"|customresourcedefinitions?|volumesnapshots?)\b",
            r"rm\s+(?:-[\w-]+\s+)*-(?:[a-zA-Z]*[rR][a-zA-Z]*|-recursive)\b(?!\s+[\"']?/?tmp/)",
            r"(?:mkfs(?:\.\w+)?|wipefs|shred|blkdiscard|lvremove|vgremove|pvremove)\b",
            r"(?:zpool|zfs)\s+destroy\b",
            r"dd\b[^|;\n]{0,200}\bof=/dev/",
            r"(?:terraform|tofu)\s+destroy\b",
            r"docker\s+volume\s+(?:rm|prune)\b",
            r"docker\s+system\s+prune\b[^|;\n]{0,80}--volumes",
            r"aws\s+[\w-]+\s+(?:delete-(?:db|table|bucket|volume|snapshot|cluster|stack)[\w-]*|terminate-[\w-]+)",
            r"aws\s+s3\s+(?:rb|rm\b[^|;\n]{0,200}--recursive)",
            r"etcdctl\b(?:\s+--[\w-]+(?:=\S+)?)*+\s+del\b",
            r"redis-cli\b[^|;\n]{0,120}?\s(?i:flushall|flushdb)\b",
            r"kafka-topics(?:\.sh)?\b[^|;\n]{0,200}?--delete\b",
            r"ceph\s+osd\s+(?:purge|destroy|pool\s+(?:delete|rm))\b",
            r"rbd\s+(?:rm|remove|snap\s+purge)\b",
            r"(?i:drop\s+(?:table|database|schema|tablespace)\b)",
            r"(?i:truncate\s+table\b)",
            r"(?i:delete\s+from\s+[\w.\"]+)",
        )
    )
    + ")"
)
# One of these stands in every command of the above.
_HINTS = (
    *(
        "delete",
        "rm ",
        "rm\t",
        "mkfs",
        "wipefs",
        "shred",
        "discard",
        "remove",
        "destroy",
        "dd ",
        "prune",
        "aws ",
        "del",
    ),
    *("flush", "purge", "drop", "truncate"),
)
_FORCED = re.compile(r"--force\b.{0,120}--grace-period[= ]0\b|--grace-period[= ]0\b.{0,120}--force\b")
_CHANGING = (
    r"(?<![\w./-])(?:"
    + "|".join(
        (
            _CLUSTER
            + r"(?:delete|apply|create|patch|replace|edit|scale|autoscale|set|label|annotate|taint|cordon|uncordon"
            r"|drain|rollout\s+(?:restart|undo|pause|resume)|adm\s+(?:drain|cordon|uncordon|upgrade))\b",
            r"systemctl\s+(?:--?[\w-]+\s+)*(?:start|stop|restart|reload|enable|disable|mask|kill)\b",
            r"service\s+[\w@.-]+\s+(?:start|stop|restart|reload)\b",
            r"helm\s+(?:install|upgrade|rollback|uninstall|delete)\b",
            r"(?:docker|podman)\s+(?:compose\s+)?(?:restart|stop|kill|rm|start|up|down)\b",
            r"(?:terraform|tofu)\s+(?:apply|destroy|import|taint)\b",
            r"(?:kill|pkill|killall|reboot|shutdown|poweroff)\b",
            r"(?:rm|mv|chmod|chown|truncate)\s",
            r"(?i:(?:update\s+[\w.\"]+\s+set|alter\s+(?:table|system|database)|insert\s+into)\b)",
        )
    )
    + ")"
)
_LONGEST = 4000


def irreversible(command: str) -> str:
    """The part of a command that destroys data for good; empty where there is none."""
    text = command[:_LONGEST]
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS) and "--grace-period" not in lower:
        return ""
    found = _compiled(_IRREVERSIBLE).search(text) or _FORCED.search(text)
    return " ".join(found[0].split()) if found else ""


def changes(command: str) -> bool:
    """True for a command that changes the system in any way known here."""
    text = command[:_LONGEST]
    return bool(_compiled(_CHANGING).search(text) or _compiled(_IRREVERSIBLE).search(text))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Dear to compile, and most pages have no command that could match.
    return re.compile(pattern)
