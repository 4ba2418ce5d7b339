"""The rules about commands that need a Git history: their documentation's examples, in real repositories."""

from __future__ import annotations

from pathlib import Path

from linter.fixing import apply_fixes
from linter.model.finding import Finding
from linter.rule_docs import examples
from linter.rules.commands.changed_since_verified import ChangedSinceVerified
from linter.rules.commands.missing_script import MissingScript
from linter.run import Run
from tests.conftest import lint_folder
from tests.project.test_history import TEXT, Repository

PAGE = "# Primary down\n\n```bash\n./scripts/promote.sh replica-1\nbash scripts/never-here.sh\n```\n"


def findings(repository: Repository, rule: str) -> list[Finding]:
    run: Run = lint_folder(repository.folder, rule)
    assert run.troubles == ()
    return list(run.findings)


def test_a_renamed_script_is_named_with_its_commit_and_repaired(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "base")
    bad, good = (example.files["runbook.md"] for example in examples(MissingScript))
    repository.write("docs/page.md", bad)
    repository.write("scripts/promote.sh", TEXT)
    repository.commit("2026-01-01")
    assert findings(repository, "missing-script") == []
    (repository.folder / "scripts/failover").mkdir()
    repository.git("mv", "scripts/promote.sh", "scripts/failover/promote.sh")
    commit = repository.commit("2026-02-01")

    found = findings(repository, "missing-script")

    assert [(f.position.line, f.position.column, f.severity) for f in found] == [(4, 1, "error")]
    assert commit in found[0].message
    assert "scripts/failover/promote.sh" in found[0].message
    assert apply_fixes(bad, found).text == good


def test_a_deleted_script_is_named_with_its_commit(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "base")
    repository.write("docs/page.md", PAGE)
    repository.write("docs/scripts/promote.sh", TEXT)
    repository.commit("2026-01-01")
    repository.git("rm", "-q", "docs/scripts/promote.sh")
    commit = repository.commit("2026-02-01")

    found = findings(repository, "missing-script")

    assert [f.message for f in found] == [
        f"`docs/scripts/promote.sh` was deleted in {commit} (2026-02-01): say what replaces it"
    ]
    assert found[0].fix is None


def test_the_record_of_a_day_tells_what_was_run_then(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "base")
    post_mortem = PAGE.replace("# Primary down", "---\nkind: post-mortem\n---\n# Primary down")
    repository.write("docs/outage.md", post_mortem)
    repository.write("docs/2026-01-02-new-failover.md", PAGE)
    repository.write("docs/scripts/promote.sh", TEXT)
    repository.commit("2026-01-01")
    repository.git("rm", "-q", "docs/scripts/promote.sh")
    repository.commit("2026-02-01")
    assert findings(repository, "missing-script") == []


def test_a_script_changed_after_the_verification_is_named(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "base")
    bad, good = (example.files["runbook.md"] for example in examples(ChangedSinceVerified))
    repository.write("docs/bad.md", bad)
    repository.write("docs/good.md", good)
    repository.write("scripts/promote.sh", TEXT)
    repository.commit("2026-09-01")
    assert findings(repository, "changed-since-verified") == []
    repository.write("scripts/promote.sh", TEXT + "more\n")
    repository.commit("2026-10-05")

    found = findings(repository, "changed-since-verified")

    assert [(f.path, f.position.line, f.severity) for f in found] == [("docs/bad.md", 8, "warning")]
    assert "changed on 2026-10-05" in found[0].message
