"""`runbook-linter commands`: the list, its formats, and wrong input."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.run import run

PAGE = "# A\n\n```bash\nkubectl get pods\nkubectl get pods --export\nkubectl get pods --otuput x\n./scripts/a.sh\n```\n"


def test_the_list_says_what_to_mend_first(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PAGE, encoding="utf-8")
    done = run("commands", ".", cwd=tmp_path)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["removed", "kubectl", "get", "--export", "1", "uses", "on", "1", "pages"]
    assert lines[1].strip().startswith("a.md:5  `kubectl get --export` was removed in kubernetes 1.18")
    assert lines[2].split()[0] == "wrong"
    assert [line.split()[0] for line in lines[4:]] == ["known", "not"]


def test_json_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PAGE, encoding="utf-8")
    rows = json.loads(run("commands", "a.md", "--format", "json", cwd=tmp_path).stdout)["commands"]
    assert [(row["command"], row["verdict"], row["uses"]) for row in rows] == [
        ("kubectl get --export", "removed", 1),
        ("kubectl get --otuput", "wrong", 1),
        ("kubectl get", "known", 1),
        ("scripts/a.sh", "not described", 1),
    ]
    assert rows[0]["findings"][0]["line"] == 5
    assert rows[0]["pages"] == ["a.md"]


def test_the_catalogue_is_listed(tmp_path: Path) -> None:
    done = run("commands", "--catalogue", cwd=tmp_path)
    assert done.returncode == 0
    assert any(line.startswith("kubectl ") and "1.32.3" in line for line in done.stdout.splitlines())


def test_wrong_input_is_one_line_and_status_2(tmp_path: Path) -> None:
    for arguments in (["commands", "nowhere"], ["commands", "learn"], ["commands", "learn", "no-such-tool-at-all"]):
        done = run(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert done.stderr.count("\n") == 1, done.stderr
        assert "Traceback" not in done.stderr
    (tmp_path / "empty").mkdir()
    assert run("commands", "empty", cwd=tmp_path).returncode == 2


def test_versions_must_be_in_quotes(tmp_path: Path) -> None:
    (tmp_path / "runbook-linter.yml").write_text("tools:\n  kubectl: 1.20\n", encoding="utf-8")
    (tmp_path / "a.md").write_text(PAGE, encoding="utf-8")
    done = run("check", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "runbook-linter.yml:2: put the version of `kubectl` in quotes" in done.stderr
