"""Commands read with what is known of their tools."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.catalogue.deprecations import deprecated_uses
from linter.catalogue.look_up import Reading, near_name, reading_of
from linter.catalogue.usage import usage_of
from linter.model.command import Command
from linter.model.tools import ToolInUse, Tools
from linter.parsing import parse
from linter.parsing.shell import commands_of


def command(code: str) -> Command:
    return commands_of(parse(f"# T\n\n```bash\n{code}\n```\n").code_blocks)[0]


def read(code: str, tools: Tools | None = None) -> Reading:
    reading = reading_of(command(code), tools or Tools())
    assert reading is not None
    return reading


@pytest.mark.parametrize(
    ("code", "path", "options", "operands"),
    [
        ("kubectl get pods -n shop", ["get"], ["-n"], ["pods"]),
        (
            "kubectl -n shop --context prod rollout status deploy/api",
            ["rollout", "status"],
            ["-n", "--context"],
            ["deploy/api"],
        ),
        ("kubectl -l app=api get pods", ["get"], ["-l"], ["pods"]),
        ("kubectl get pods -Aowide", ["get"], ["-A"], ["pods"]),
        ("kubectl exec api-0 -c api -- ls -la", ["exec"], ["-c"], ["api-0"]),
        ("docker container list -q", ["container", "ls"], ["-q"], []),
        ("docker run --rm -it alpine ls --all", ["run"], ["--rm", "-i"], ["alpine"]),
        ("git -C /srv commit -am x", ["commit"], ["-C", "-a"], ["x"]),
        ("df -h --output=pcent /", [], ["-h", "--output"], ["/"]),
        ("openssl x509 -noout -in a.pem", ["x509"], ["-noout", "-in"], ["a.pem"]),
        ("systemctl --user restart x", ["restart"], ["--user"], ["x"]),
        ("amtool --alertmanager.url=http://x alert query", ["alert", "query"], ["--alertmanager.url"], []),
    ],
)
def test_reading(code: str, path: list[str], options: list[str], operands: list[str]) -> None:
    reading = read(code)
    assert list(reading.path) == path
    assert [option.name for option in reading.options] == options
    assert [word.text for word in reading.operands] == operands
    assert reading.unknown_options == ()
    assert reading.unknown_command is None


def test_what_cannot_be_told_is_not_judged() -> None:
    assert not read('kubectl "$VERB" --whatever').complete
    assert read('kubectl "$VERB" --whatever').unknown_options == ()
    assert read("kubectl get pods --$OPTION").unknown_options == ()
    assert reading_of(command("frobnicate --whatever"), Tools()) is None


def test_aliases_and_internal_tools_of_the_configuration() -> None:
    tools = Tools("", {"kubectl": ToolInUse(aliases=("kc",)), "git": ToolInUse(internal=True)})
    assert read("kc get pods", tools).tool.name == "kubectl"
    assert reading_of(command("git statsu"), tools) is None


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("--o", ["-o", "--output"], "-o"),
        ("--otuput", ["--output"], "--output"),
        ("--outpu", ["--output"], "--output"),
        ("--outputs", ["--output"], "--output"),
        ("--autput", ["--output"], "--output"),
        ("--out", ["--output"], ""),
        ("--cert", ["--certs", "--cort"], ""),
        ("get", ["gut"], ""),
        ("--all", ["--ill"], ""),
    ],
)
def test_near_names(name: str, known: list[str], near: str) -> None:
    assert near_name(name, known) == near


_WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            ["get", "-n", "--", "-", "--output=x", "exec", "adm", "drain", "-itx", "$X", "'a b'", "<pod>", "-9"]
        ),
        st.text(st.characters(codec="utf-8", exclude_characters="\n\r\x00`'\"\\"), min_size=1, max_size=12),
    ),
    max_size=12,
)


@given(st.sampled_from(["kubectl", "oc", "docker", "git", "openssl", "ssh", "helm", "amtool", "tar", "x"]), _WORDS)
def test_any_words_are_read(tool: str, words: list[str]) -> None:
    for found in commands_of(parse(f"# T\n\n```bash\n{tool} {' '.join(words)}\n```\n").code_blocks):
        reading = reading_of(found, Tools())
        usage_of(found, Tools())
        inside = [(word.span.start, word.span.end) for word in found.words]
        for use in deprecated_uses(found, Tools()):
            assert any(start <= use.span.start <= use.span.end <= inside[-1][1] for start, _ in inside)
        if reading:
            for unknown in reading.unknown_options:
                assert any(start <= unknown.span.start < unknown.span.end <= end for start, end in inside)
