from tests.conftest import ROOT, lint_folder


def test_the_files_that_read_as_pages_are_found() -> None:
    run = lint_folder(ROOT / "tests" / "rules" / "page-without-extension", "page-without-extension")
    found = [(finding.path, finding.position.line, finding.position.end_line) for finding in run.findings]
    assert found == [("DiskFull", 1, 1), ("PM7 - Upgrade to v1.2 of the queue", 1, 1)]
