"""Commands that only start another one: what they start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from linter.model.command import Word

# Per wrapper the options that take a value of their own.
_STARTERS: Mapping[str, frozenset[str]] = {
    "sudo": frozenset({"-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T", "--user", "--group", "--host", "--chdir"}),
    "doas": frozenset({"-u", "-C"}),
    "env": frozenset({"-u", "--unset", "-C", "--chdir", "-S"}),
    "time": frozenset({"-f", "-o", "--format", "--output"}),
    "nohup": frozenset(),
    "nice": frozenset({"-n", "--adjustment"}),
    "ionice": frozenset({"-c", "-n", "-p"}),
    "stdbuf": frozenset({"-i", "-o", "-e"}),
    "setsid": frozenset(),
    "exec": frozenset({"-a"}),
    "command": frozenset(),
    "builtin": frozenset(),
}
# These need a first word of their own (a time, a number) before the command.
_WITH_OPERAND: Mapping[str, frozenset[str]] = {
    "timeout": frozenset({"-k", "-s", "--kill-after", "--signal"}),
}
_SHELLS = frozenset({"sh", "bash", "zsh", "ksh", "dash"})


_OTHERS = frozenset(
    {
        *("xargs", "watch", "ssh", "find", "parallel", "eval", "source", ".", "script", "strace", "chroot", "nsenter"),
        *("python", "python3", "perl", "ruby", "node", "awk", "gawk", "make", "tclsh", "su", "runuser", "busybox"),
        *("flock", "taskset", "chrt", "unshare", "setpriv", "systemd-run", "crontab", "at", "batch", "vi", "vim", "ed"),
        *(
            "less",
            "more",
            "man",
            "git",
            "tar",
            "rsync",
            "scp",
            "sftp",
            "gdb",
            "expect",
            "screen",
            "tmux",
            "fish",
            "csh",
        ),
    }
)


def starts_others(program: str) -> bool:
    """True for a program that starts others, by design or by an option of its own."""
    name = program.rsplit("/", 1)[-1]
    return name in _STARTERS or name in _WITH_OPERAND or name in _SHELLS or name in _OTHERS


def inner_start(words: Sequence[Word]) -> int | None:
    """Where the command itself begins; None where nothing but wrappers is left."""
    at = 0
    while at < len(words):
        name = words[at].text.rsplit("/", 1)[-1]
        if name in _STARTERS:
            following = _past_options(words, at + 1, _STARTERS[name])
            while name == "env" and following < len(words) and "=" in words[following].text:
                following += 1
        elif name in _WITH_OPERAND:
            following = _past_options(words, at + 1, _WITH_OPERAND[name]) + 1
        else:
            return at
        if following >= len(words):
            # `time` alone, or `sudo -i`: the wrapper is all there is.
            return at if at == 0 else None
        at = following
    return None


def inner_text(words: Sequence[Word]) -> Word | int | None:
    """What a command hands on to be run: a quoted text, or the index at which the words of another command begin."""
    tool = words[0].text.rsplit("/", 1)[-1]
    if tool in _SHELLS:
        return _argument_of(words, "-c")
    if tool in ("kubectl", "oc", "docker", "podman", "k"):
        return _after_dashes(words, tool)
    if tool in ("watch", "xargs"):
        values = frozenset({"-n", "-I", "-P", "-L", "-d", "-a", "-s", "-E"}) if tool == "xargs" else frozenset({"-n"})
        at = _past_options(words, 1, values)
        if at < len(words):
            return _quoted(words[at]) if words[at].quoted and at == len(words) - 1 else at
        return None
    if tool == "ssh":
        return _quoted(words[-1]) if len(words) > 2 and words[-1].quoted else None
    return None


def _after_dashes(words: Sequence[Word], tool: str) -> int | None:
    verbs = {word.text for word in words[1:5]}
    if not verbs & {"exec", "rsh", "debug", "run"}:
        return None
    for index, word in enumerate(words):
        if word.text == "--" and index + 1 < len(words):
            return index + 1
    return None


def _argument_of(words: Sequence[Word], option: str) -> Word | None:
    for index, word in enumerate(words[:-1]):
        if word.text == option or (word.text.startswith("-") and word.text.endswith("c") and "--" not in word.text):
            return _quoted(words[index + 1])
    return None


def _quoted(word: Word) -> Word | None:
    """A word that is one quoted text, without escapes that would shift its positions."""
    written = word.written
    if len(written) < 2 or written[0] not in "'\"" or written[-1] != written[0]:
        return None
    inside = written[1:-1]
    return word if written[0] not in inside and "\\" not in inside else None


def _past_options(words: Sequence[Word], at: int, with_value: frozenset[str]) -> int:
    while at < len(words) and words[at].text.startswith("-"):
        if words[at].text == "--":
            return at + 1
        at += 2 if words[at].text in with_value else 1
    return at
