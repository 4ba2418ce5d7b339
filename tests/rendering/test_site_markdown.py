import sys
from pathlib import Path

import pytest

from linter.parsing import parse
from linter.rendering.causes import find_causes, that_apply
from linter.rendering.comparison import apply, compare, verified
from linter.rendering.repairs import find_repairs
from linter.rendering.site_markdown import SiteMarkdown, extensions_in_use
from linter.rendering.skeleton import counts, skeleton

pytest.importorskip("pymdownx")


def test_a_module_that_mkdocs_yml_names_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "acme_extension.py").write_text("raise SystemExit('loaded')", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    site = SiteMarkdown({"acme_extension": {}, "pymdownx.snippets": {"base_path": "/"}, "sane_lists": {}})
    assert site.unknown == ("acme_extension",)
    assert "acme_extension" not in sys.modules
    assert "sane_lists" in site.extensions


def test_options_that_name_functions_or_files_are_left_out() -> None:
    superfences = {"custom_fences": [{"name": "x", "class": "x", "format": "os.system"}]}
    site = SiteMarkdown({"pymdownx.superfences": superfences, "toc": {"slugify": "os.system"}})
    assert counts(skeleton(site.render("# a\n\n```x\necho\n```\n"))) == {"pre": 1}


def test_a_snippet_reads_no_file() -> None:
    site = SiteMarkdown({"pymdownx.snippets": {"base_path": ["/"]}})
    assert "root:" not in site.render('--8<-- "/etc/passwd"\n')


def test_extensions_bring_others_along() -> None:
    assert "pymdownx.superfences" in extensions_in_use({"pymdownx.extra": {}})
    assert "tables" in extensions_in_use({})


def test_a_page_that_cannot_be_rendered_is_said_so() -> None:
    site = SiteMarkdown({})
    with pytest.raises(ValueError, match="million"):
        compare(parse("a\n\n" * 400_000), site)


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_fix_keeps_line_breaks_and_everything_else(line_break: str) -> None:
    lines = ["---", "title: é", "---", "Text:", "- a", "  - b", "", "    ```", "\tx", "    ```", "  - c", "- d", ""]
    text = "\ufeff" + line_break.join(lines)
    site = SiteMarkdown({"pymdownx.superfences": {}})
    document = parse(text)
    assert compare(document, site)
    repairs = verified(document, find_repairs(document, find_causes(document), site.extensions), site.extensions)
    fixed = apply(text, [edit for repair in repairs if repair.fix for edit in repair.fix.edits])
    assert fixed.startswith(line_break.join(["\ufeff---", "title: é", "---", "Text:", "", "- a", "    - b", ""]))
    assert fixed.count("\r") == (fixed.count("\n") if line_break == "\r\n" else 0)
    assert compare(parse(fixed), site) is None
    assert that_apply(find_causes(parse(fixed)), site.extensions) == []
