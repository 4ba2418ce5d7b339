"""Shell code to commands: what is found, where it stands, and that nothing breaks the reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.model.command import Command
from linter.parsing import parse
from linter.parsing.shell import commands_of


def read(code: str, language: str = "bash") -> list[Command]:
    document = parse(
        f"# T\n\n- a\n\n    ```{language}\n" + "".join(f"    {line}\n" for line in code.split("\n")) + "    ```\n"
    )
    found = commands_of(document.code_blocks)
    for command in found:
        for word in command.words:
            assert document.text[word.span.start : word.span.end].replace("\n    ", "\n") == word.written
    return found


def argvs(code: str, language: str = "bash") -> list[list[str]]:
    return [list(command.argv) for command in read(code, language)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("kubectl get pods -n shop", [["kubectl", "get", "pods", "-n", "shop"]]),
        ("a 'b c' \"d e\" f\\ g", [["a", "b c", "d e", "f g"]]),
        ("A=1 B=2 a | b > c && d", [["a"], ["b"], ["d"]]),
        ("for x in $(a b); do c $x; done", [["a", "b"], ["c", "$x"]]),
        ("sudo -u root env A=1 nice -n 5 a b", [["a", "b"]]),
        ("timeout -k 5 10 a b", [["a", "b"]]),
        ("sudo", [["sudo"]]),
        ("kubectl exec -it api -- ls -l", [["kubectl", "exec", "-it", "api", "--", "ls", "-l"], ["ls", "-l"]]),
        (
            "ssh db-1 'systemctl stop x; ls'",
            [["ssh", "db-1", "systemctl stop x; ls"], ["systemctl", "stop", "x"], ["ls"]],
        ),
        ('bash -c "a b"', [["bash", "-c", "a b"], ["a", "b"]]),
        ("a | xargs -n 1 b c", [["a"], ["xargs", "-n", "1", "b", "c"], ["b", "c"]]),
        ("watch -n 2 kubectl get pods", [["watch", "-n", "2", "kubectl", "get", "pods"], ["kubectl", "get", "pods"]]),
        ("oc delete pod <pod-name> {{ ns }}", [["oc", "delete", "pod", "<pod-name>", "{{ ns }}"]]),
        ("echo ü… b", [["echo", "ü…", "b"]]),
        ("if a; then b; fi # c d", [["a"], ["b"]]),
        ("a -f - <<EOF\nx\nEOF", [["a", "-f", "-"]]),
        ("a <<EOF -n b\nx\nEOF", [["a", "-n", "b"]]),
        ("a > b c 'd' 2>&1", [["a", "c", "d"]]),
    ],
)
def test_commands(code: str, expected: list[list[str]]) -> None:
    assert argvs(code) == expected


def test_output_of_a_session_is_no_command() -> None:
    code = "$ kubectl get pods\nNAME  READY\napi-1 1/1\n$ cat <<EOF\nkubectl delete x\nEOF"
    found = read(code, "console")
    assert [command.argv for command in found] == [("kubectl", "get", "pods"), ("cat",)]
    assert found[1].here is not None


def test_words_say_what_is_certain() -> None:
    (command,) = read("a $B '<c>' \"d\" $(e)")[:1]
    assert [(word.fixed, word.quoted) for word in command.words] == [
        (True, False),
        (False, False),
        (False, True),
        (True, True),
        (False, False),
    ]


@pytest.mark.parametrize(
    ("code", "language"), [("a: b\nc: [d]", "yaml"), ("NAME READY\nx 1", ""), ("print(1)", "python")]
)
def test_what_is_no_shell(code: str, language: str) -> None:
    assert argvs(code, language) == []


def test_unlabelled_code_that_starts_like_shell() -> None:
    assert argvs("kubectl get pods", "") == [["kubectl", "get", "pods"]]


@given(st.text(alphabet="ab $'\"\\`(){}|&;<>#=-\n\u00e4\u2026", max_size=120))
def test_any_text_is_read(code: str) -> None:
    read(code.replace("\r", ""))


def test_long_and_deep_code_ends() -> None:
    for code in (
        "a " * 40_000,
        "$(" * 5_000,
        "((" * 5_000,
        "a | " * 20_000 + "b",
        "'" * 9_999,
        "bash -c " * 5_000,
        "<" * 50_000,
    ):
        read(code)
