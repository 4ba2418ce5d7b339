"""A new page has what its kind asks for, and nothing to mend but what a person must say."""

from __future__ import annotations

import fcntl
import os
import pty
import shutil
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest

from linter.config import Config
from linter.generators.page import new_page, owner_by_codeowners, title_of
from linter.generators.rule import new_rule
from linter.kinds.load import load_kinds
from linter.parsing import parse
from linter.parsing.alert_files import read_alert_file
from linter.registry import load_rules
from tests.cli.run import run
from tests.conftest import ROOT, lint_folder
from tests.project.test_history import Repository

KINDS = load_kinds([])
EACH = [(kind, profile) for kind in KINDS.values() for profile in kind.profiles]


@pytest.mark.parametrize(("kind", "profile"), EACH, ids=lambda value: getattr(value, "name", value))
def test_a_new_page_has_placeholders_and_nothing_else(kind, profile, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    text = new_page(kind, profile, "docs/shop/disk-full.md", {}, lambda path: None)
    (tmp_path / "disk-full.md").write_text(text, encoding="utf-8")
    found = {(f.code, f.severity) for f in lint_folder(tmp_path).findings if f.severity != "info"}
    # A communication template asks its reader for nothing where the record says it.
    assert found == ({("W101", "warning")} if "‹" in text else set())
    assert "‹" in text or "{{ " in text
    document = parse(text)
    assert document.front_matter.data["kind"] == kind.name
    assert "status" not in document.front_matter.data
    assert document.headings[0].text == "Disk full"


def test_what_is_known_is_filled_in() -> None:
    codeowners = "* @acme/everyone\n/docs/shop/ @acme/shop-team ops@example.com # the shop\n*.py @dev\n"
    text = new_page(
        KINDS["runbook"],
        "full",
        "docs/shop/DiskFull.md",
        {"alerts": ["DiskFull"], "severity": "P1"},
        lambda path: codeowners if path == "CODEOWNERS" else None,
    )
    document = parse(text)
    assert document.front_matter.data == {
        "kind": "runbook",
        "profile": "full",
        "service": "shop",
        "owner": "shop-team",
        "alerts": ["DiskFull"],
        "severity": "P1",
    }
    assert document.headings[0].text == "DiskFull"


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("docs/a.md", "all"),
        ("docs/shop/a.md", "shop"),
        ("docs/shop/deep/a.md", "shop"),
        ("x/special.md", "special"),
        ("deep/docs/shop/a.md", "all"),
        ("flat/a.md", "flat"),
        ("flat/deep/a.md", "all"),
        ("top.md", "top"),
    ],
)
def test_the_last_line_that_matches_owns(path: str, owner: str) -> None:
    text = "* @all\n/*.md @top\n/docs/shop/ @org/shop\nflat/* @flat\nspecial.md @special\n/docs/sho* name-only\n"
    assert owner_by_codeowners(path, lambda place: text if place == ".github/CODEOWNERS" else None) == owner


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("a/disk-full.md", "Disk full"),
        ("KubePodX1.md", "KubePodX1"),
        ("_.md", "Untitled"),
        ("x/dns-and-api_down.md", "DNS and API down"),
    ],
)
def test_a_title_from_a_name(path: str, title: str) -> None:
    assert title_of(path) == title


def test_who_begins_a_page_owns_it_unless_codeowners_says_otherwise(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "base")
    repository.write("runbook-linter.yml", "kinds: {runbook: {profile: full}}\n")
    repository.write("CODEOWNERS", "/storage/ @acme/storage\n")
    repository.git("config", "user.name", "Dana Okafor")
    owners = {}
    for path in ("storage/disk.md", "network/dns.md"):
        assert run("new", "runbook", path, cwd=repository.folder).returncode == 0
        owners[path] = parse((repository.folder / path).read_text("utf-8")).front_matter.data["owner"]
    assert owners == {"storage/disk.md": "storage", "network/dns.md": "Dana Okafor"}


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "runbook-linter.yml").write_text("kinds: {runbook: {profile: full}}\n", "utf-8")
    done = run(
        "new", "runbook", "docs/disk", "--set", "owner=storage", "--set", "alerts=[DiskFull, VolumeFull]", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    data = parse((tmp_path / "docs/disk.md").read_text("utf-8")).front_matter.data
    assert (data["owner"], data["alerts"], data["profile"]) == ("storage", ["DiskFull", "VolumeFull"], "full")
    again = run("new", "runbook", "docs/disk.md", cwd=tmp_path)
    assert (again.returncode, again.stderr) == (
        2,
        "runbook-linter: docs/disk.md: is there already (--force writes over it)\n",
    )
    assert run("new", "runbook", "docs/disk.md", "--force", cwd=tmp_path).returncode == 0
    shown = run("new", "communication", "-", "--title", "An outage", cwd=tmp_path)
    assert "# An outage" in shown.stdout
    for wrong, said in (
        (["runbok", "x"], "no kind is called `runbok`; did you mean `runbook`?"),
        (["runbook", "x", "--profile", "huge"], "runbook has no profile `huge`"),
        (["runbook", "x", "--set", "owner"], "--set owner: write KEY=VALUE"),
        (["runbook", "x", "--set", "alerts=[a"], "--set alerts=[a:"),
    ):
        done = run("new", *wrong, cwd=tmp_path)
        assert done.returncode == 2
        assert said in done.stderr
        assert done.stderr.count("\n") == 1


def test_a_kind_of_ones_own_needs_no_code(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/drill.yml").write_text(
        "kind: drill\ntitle: Drill\ndescription: A rehearsal.\nprofiles: [short]\ndefault_profile: short\n"
        "front_matter: {required: {short: [owner]}}\n"
        "sections:\n  - {id: scenario, title: Scenario, required: [short], guidance: What is played.,\n"
        "     scaffold: ‹What happens?›}\n",
        "utf-8",
    )
    (tmp_path / "runbook-linter.yml").write_text("schemas: [schemas]\n", "utf-8")
    done = run("new", "drill", "fire.md", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "## Scenario" in (tmp_path / "fire.md").read_text("utf-8")
    assert {finding.code for finding in lint_folder(tmp_path).findings if finding.severity != "info"} == {"W101"}


def test_a_new_alert_and_its_runbook(tmp_path: Path) -> None:
    (tmp_path / "runbook-linter.yml").write_text(
        'docs: docs\nalerts: {rules: ["rules/*.yml"], addresses: ["https://kb.example.com/alerts/"]}\n', "utf-8"
    )
    done = run("new", "alert", "rules/high-latency.yml", "--set", "severity=critical", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    file = read_alert_file("x.yml", (tmp_path / "rules/high-latency.yml").read_text("utf-8"))
    (rule,) = file.rules
    assert (file.broken, rule.name, rule.severity, rule.duration) == ((), "HighLatency", "critical", "5m")
    assert rule.runbook_url == "https://kb.example.com/alerts/HighLatency/"
    found = {(f.code, f.path) for f in lint_folder(tmp_path).findings if f.severity != "info"}
    assert found == {("W101", "docs/runbooks/HighLatency.md")}
    if shutil.which("promtool"):
        checked = subprocess.run(
            ["promtool", "check", "rules", str(tmp_path / "rules/high-latency.yml")], capture_output=True, check=False
        )
        assert checked.returncode == 0, checked.stderr
    assert run("new", "alert", "rules/high-latency.yml", cwd=tmp_path).returncode == 2
    assert run("new", "alert", "rules/x.md", cwd=tmp_path).returncode == 2
    assert run("new", "alert", "rules/x.yml", "--title", "no name", cwd=tmp_path).returncode == 2


def test_a_new_kind_works_at_once(tmp_path: Path) -> None:
    done = run("new", "kind", "game-day", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (
        0,
        "schemas/game-day.yml: written; change it, then: runbook-linter new game-day PATH\n",
    )
    for profile in ("standard", "full"):
        made = run("new", "game-day", f"{profile}.md", "--profile", profile, cwd=tmp_path)
        assert made.returncode == 0, made.stderr
    found = lint_folder(tmp_path)
    assert {page.kind for page in found.pages} == {"game-day"}
    assert {finding.code for finding in found.findings if finding.severity != "info"} == {"W101"}
    elsewhere = run("new", "kind", "kinds/drill2.yml", cwd=tmp_path)
    assert elsewhere.stdout.endswith("name its folder in the configuration: schemas: [kinds]\n")
    assert "folders" not in (tmp_path / "kinds/drill2.yml").read_text("utf-8")
    assert run("new", "kind", "-", cwd=tmp_path).stdout.startswith("# yaml-language-server")
    for wrong, said in (
        ("Game Day", "`Game Day` is no name for a kind"),
        ("runbook", "there is a kind `runbook` already"),
        ("game-day", "there is a kind `game-day` already"),
        ("kinds/drill2.yml", "kinds/drill2.yml: is there already"),
        ("kinds/x.json", "a schema ends in .yml"),
    ):
        done = run("new", "kind", wrong, cwd=tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert said in done.stderr


def test_a_new_rule_passes_its_tests_at_once(tmp_path: Path) -> None:
    (tmp_path / "runbook-linter.yml").write_text("docs: docs\n", "utf-8")
    done = run("new", "rule", "rules/no-shouting", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("to switch it on, add to the configuration: rule_files: [rules/no_shouting.py]\n")
    tested = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    passed = subprocess.run(tested, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)
    assert passed.returncode == 0, passed.stdout
    (tmp_path / "runbook-linter.yml").write_text("docs: docs\nrule_files: [rules/no_shouting.py]\n", "utf-8")
    assert run("rule", "no-shouting", cwd=tmp_path).stdout == (tmp_path / "docs/rules/no-shouting.md").read_text(
        "utf-8"
    )
    (tmp_path / "docs/page.md").write_text("# A\n\nAs everybody knows.\n", "utf-8")
    assert [f.code for f in lint_folder(tmp_path).findings if f.path == "docs/page.md"] == ["X001"]
    # The test is one that can fail.
    module = tmp_path / "rules/no_shouting.py"
    module.write_text(module.read_text("utf-8").replace("re.IGNORECASE", "0"), "utf-8")
    failed = subprocess.run(tested, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)
    assert failed.returncode == 1
    assert "bad.md" in failed.stdout
    for wrong, said in (
        (["rules/no-shouting"], "there is a rule called `no-shouting` already"),
        (["rules/Other Rule"], "is no name for a rule"),
        (["rules/other", "--code", "S900"], "belongs to the linter's own rules"),
        (["rules/other", "--code", "X001"], "the code `X001` is taken"),
        (["-"], "a rule is several files"),
    ):
        done = run("new", "rule", *wrong, cwd=tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert said in done.stderr
    assert 'code = "X002"' in _written(run("new", "rule", "rules/other.py", cwd=tmp_path), tmp_path / "rules/other.py")


def _written(done: subprocess.CompletedProcess[str], file: Path) -> str:
    assert done.returncode == 0, done.stderr
    return file.read_text("utf-8")


def test_a_rule_of_the_linters_own_gets_the_next_code_of_its_family() -> None:
    rules = load_rules(Config(), ROOT)
    made = new_rule("linter/rules/wording/no_shouting.py", "", rules)
    last = max(rule.code for rule in rules.values() if rule.code.startswith("W"))
    assert (made.own, made.code) == (True, f"W{int(last[1:]) + 1}")
    assert [file.path for file in made.files] == [
        "linter/rules/wording/no_shouting.py",
        "tests/rules/no-shouting/bad.md",
        "tests/rules/no-shouting/good.md",
    ]
    with pytest.raises(ValueError, match="none of the family W"):
        new_rule("linter/rules/wording/no_shouting.py", "ACME1", rules)


def test_a_template_stands_for_the_scaffold(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    template = tmp_path / "schemas/runbook.md.j2"
    template.write_text(
        "---\n{{ front_matter }}---\n# {{ title }} ({{ data.owner }})\n\nCall the duty officer first.\n\n"
        "{% for section in sections %}{{ section.text }}\n{% endfor %}",
        "utf-8",
    )
    done = run("new", "runbook", "disk-full.md", "--set", "owner=storage", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "disk-full.md").read_text("utf-8")
    assert "# Disk full (storage)\n\nCall the duty officer first.\n\n## Overview\n" in text
    assert {finding.code for finding in lint_folder(tmp_path).findings if finding.severity != "info"} == {"W101"}
    assert run("new", "alert", "rules/disk.yml", "--set", "owner=storage", cwd=tmp_path).returncode == 2
    template.write_text(template.read_text("utf-8").replace("{{ data.owner }}", "{{ kind }}"), "utf-8")
    assert run("new", "alert", "rules/disk.yml", cwd=tmp_path).returncode == 0
    assert "# Disk (runbook)\n\nCall the duty officer first." in (tmp_path / "runbooks/Disk.md").read_text("utf-8")
    for wrong, said in (
        ("a\n{{ nothing }}", "runbook.md.j2:2: UndefinedError: 'nothing' is undefined"),
        ("{% for %}", "runbook.md.j2:1: TemplateSyntaxError"),
        ("{{ title.__class__.__mro__ }}", "runbook.md.j2:1: SecurityError"),
        ("{{ 1 / 0 }}", "runbook.md.j2:1: ZeroDivisionError"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "runbook.md.j2: it calls itself without end"),
        ('{{ "a" * 10 ** 10 }}', "runbook.md.j2: it takes too much memory"),
        ('{{ "a" * 10 ** 7 }}', "what comes of it is longer than 1,000,000 characters"),
        ('\n{% include "x" %}', "runbook.md.j2:2: a template stands alone: no `x`"),
    ):
        template.write_text(wrong, "utf-8")
        done = run("new", "runbook", "other.md", cwd=tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert said in done.stderr
    assert not (tmp_path / "other.md").exists()


@pytest.mark.parametrize(
    ("file", "arguments"),
    [
        ("runbook-template.md", ("runbook", "-", "--profile", "full", "--title", "Name of the alert or symptom")),
        (
            "post-mortem-template.md",
            ("post-mortem", "-", "--profile", "full", "--title", "What happened, in a few words"),
        ),
        ("communication-template.md", ("communication", "-", "--title", "What is wrong, in a few words")),
        ("alert-config.yaml", ("alert", "-", "--title", "NameOfTheAlert")),
    ],
)
def test_examples_are_what_new_writes(file: str, arguments: tuple[str, ...], tmp_path: Path) -> None:
    """`make generated` writes them."""
    done = run("new", *arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (ROOT / "examples" / file).read_text("utf-8"), "run make generated"


def test_somebody_at_a_terminal_is_asked_for_what_is_missing(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "base")
    repository.write("runbook-linter.yml", "kinds: {runbook: {profile: full}}\n")
    repository.write("CODEOWNERS", "* @acme/storage\n")
    status, said = _at_a_terminal(repository.folder, "runbook", "disk.md", service=[b"orders\n"])
    assert status == 0, said
    assert "[storage]: " in said
    data = parse((repository.folder / "disk.md").read_text("utf-8")).front_matter.data
    assert (data["owner"], data["service"]) == ("storage", "orders")


def test_a_terminal_takes_no_for_an_answer(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/drill.yml").write_text(
        "kind: drill\ntitle: Drill\nprofiles: [short]\ndefault_profile: short\n"
        "front_matter: {required: {short: [review_every, owner]}}\nsections: [{id: a, title: Scenario}]\n",
        "utf-8",
    )
    status, said = _at_a_terminal(tmp_path, "drill", "fire.md", review_every=[b"soon\n", b"90\n"], owner=[b"\x04"])
    assert status == 0, said
    assert "review_every must be a whole number, not `soon`" in said
    data = parse((tmp_path / "fire.md").read_text("utf-8")).front_matter.data
    assert (data["review_every"], data["owner"][0]) == (90, "‹")
    # A signal that comes between the question and the reading of its answer is seen after the next line.
    status, said = _at_a_terminal(tmp_path, "drill", "other.md", review_every=[b"\x03\n"])
    assert (status, said.endswith("interrupted\n"), "Traceback" in said) == (130, True, False)
    assert not (tmp_path / "other.md").exists()


def _at_a_terminal(folder: Path, kind: str, page: str, **answers: list[bytes]) -> tuple[int, str]:
    """The exit status and all that was said when somebody answers so, and with a line break to everything else."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "linter", "new", kind, page],
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        # A terminal of its own, whose Ctrl-C is a signal to the program alone.
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(theirs)
    said = ""
    with suppress(OSError):
        # Linux ends a terminal that nobody holds any more with an error.
        while data := os.read(ours, 4096).decode():
            said += data
            if data.endswith(": "):
                asked = data.splitlines()[-1].partition(",")[0]
                os.write(ours, answers[asked].pop(0) if answers.get(asked) else b"\n")
    os.close(ours)
    return process.wait(), said.replace("\r\n", "\n")
