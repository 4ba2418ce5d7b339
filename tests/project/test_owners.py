import pytest

from linter.config import Config
from linter.project.owners import folded_owner, known_owners


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("@acme/SRE-Team", "sre-team"),
        ("@ana", "ana"),
        ("Ana Silva", "ana-silva"),
        ("Ops@Example.com", "ops@example.com"),
        ("  storage ", "storage"),
    ],
)
def test_owners_are_compared_without_organisation_and_case(written: str, folded: str) -> None:
    assert folded_owner(written) == folded


def test_owners_come_from_codeowners_and_people() -> None:
    files = {
        ".github/CODEOWNERS": "# @nobody owns comments\n/docs @acme/storage ops@example.com # @nobody-either\n",
        ".gitlab/CODEOWNERS": "[Section] @acme/section\n/packages/@scope/name @acme/front\n/unowned\n",
    }
    known = known_owners(Config(people=("Ana Silva",)), files.get)
    assert known == {"storage", "ops@example.com", "section", "front", "ana-silva"}


def test_without_any_list_nobody_is_known() -> None:
    assert known_owners(Config(), lambda path: None) == frozenset()
