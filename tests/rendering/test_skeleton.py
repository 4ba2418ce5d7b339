from linter.rendering.commonmark import render_commonmark
from linter.rendering.skeleton import counts, first_difference, skeleton


def _tags(html: str) -> str:
    return " ".join(mark.tag for mark in skeleton(html))


def test_lists_nest_and_code_and_tables_are_seen() -> None:
    assert _tags("<ol><li>a<pre><code>x</code></pre></li></ol><table><tr><td>1</td></tr></table>") == (
        "ol li pre /li /ol table"
    )


def test_bulleted_lists_with_nothing_between_them_are_one() -> None:
    assert _tags("<ul><li>a</li></ul>\n<ul><li>b</li></ul>") == "ul li /li li /li /ul"
    assert _tags("<ul><li>a</li></ul><p>text</p><ul><li>b</li></ul>").count("/ul") == 2


def test_what_extensions_generate_does_not_count() -> None:
    html = (
        '<div class="toc"><ul><li>a<br/></li></ul></div><div class="footnote"><hr /><ol><li>b</li></ol></div><p>c</p>'
    )
    assert skeleton(html) == ()


def test_code_with_line_numbers_is_one_code_block() -> None:
    html = (
        '<table class="highlighttable"><tr><td><pre>1</pre></td><td><pre>x</pre></td></tr></table><ul><li>a</li></ul>'
    )
    assert counts(skeleton(html)) == {"pre": 1, "ul": 1, "li": 1}


def test_the_first_number_of_a_list_counts() -> None:
    assert first_difference(skeleton('<ol start="3"><li>a</li></ol>'), skeleton("<ol><li>a</li></ol>")) == 0
    assert first_difference(skeleton("<ol><li>a</li></ol>"), skeleton("<ol><li>a</li></ol>")) is None


def test_commonmark_says_which_line_an_element_comes_from() -> None:
    marks = skeleton(render_commonmark("# t\n\n1. a\n\n   ```\n   x\n   ```\n"))
    assert [(mark.tag, mark.line) for mark in marks if mark.line >= 0] == [("ol", 2), ("li", 2), ("pre", 4)]


def test_an_admonition_is_no_code_where_the_site_has_it() -> None:
    text = '!!!note "Title"\n\n    - a\n'
    assert counts(skeleton(render_commonmark(text, {"admonition"}))) == {"ul": 1, "li": 1}
    assert counts(skeleton(render_commonmark(text))) == {"pre": 1}
