"""The text at a span is what the node says, whatever the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.model.document import Document
from linter.parsing import parse

_WORDS = st.sampled_from(["disk", "full", "naïve", "日本語", "it's", "a_b", "x*y", "5 %", "e.g.", "🙂", "node-1"])
_TEXT = st.lists(_WORDS, min_size=1, max_size=5).map(" ".join)
_TARGETS = st.sampled_from(
    ["a.md", "../b.md#c", "x/y%20z.md", "https://example.com/(a)", "<with blank.md>", "#top", ""]
)
_INLINE = st.one_of(
    _TEXT,
    st.builds("[{}]({})".format, _TEXT, _TARGETS),
    st.builds('![{}]({} "title")'.format, _TEXT, _TARGETS),
    st.builds("`{}`".format, _TEXT),
    st.builds("`` {} ` ``".format, _TEXT),
    st.builds("<https://example.com/{}>".format, st.integers(0, 9)),
    st.builds("see https://example.com/{}.".format, st.integers(0, 9)),
    st.builds("[{}][ref]".format, _TEXT),
    st.builds("[{}][nowhere]".format, _TEXT),
    st.builds('<a id="{}"></a>'.format, st.sampled_from(["one", "two-2"])),
    st.builds('<img src="{}" alt="x">'.format, st.sampled_from(["i.png", "../j.svg"])),
    st.just("\\[not\\](a link)"),
    st.just("&amp; **bold** _it_"),
)
_LINE = st.lists(_INLINE, min_size=1, max_size=4).map(" ".join)
_PARAGRAPH = st.lists(_LINE, min_size=1, max_size=3).map("\n".join)


def _indented(text: str, first: str, rest: str) -> str:
    return first + text.replace("\n", "\n" + rest)


_LEAF = st.one_of(
    _PARAGRAPH,
    st.builds("{} {} {{#id-1}}".format, st.sampled_from(["#", "##", "###"]), _LINE.map(lambda s: s.replace("\n", " "))),
    st.builds("{} {} ##".format, st.sampled_from(["#", "##"]), _LINE),
    st.builds("{}\n---".format, _LINE),
    st.builds("```{}\n{}\n```".format, st.sampled_from(["bash", "{note}", "", "yaml title=x"]), _PARAGRAPH),
    st.builds("~~~~\n{}\n~~~~".format, _PARAGRAPH),
    st.builds("    {}".format, _TEXT),
    st.builds("\t{}".format, _TEXT),
    st.builds("| a | b |\n|---|---|\n| {} | x \\| y |".format, _LINE.map(lambda s: s.replace("|", "/"))),
    st.builds("<div>\n{}\n</div>".format, _LINE),
    st.builds("<!-- {} -->".format, _TEXT),
)
_BLOCK = st.recursive(
    _LEAF,
    lambda inner: st.one_of(
        st.builds(_indented, inner, st.just("> "), st.just("> ")),
        st.builds(_indented, inner, st.just("- "), st.just("  ")),
        st.builds(_indented, inner, st.just("1. "), st.just("   ")),
        st.builds(_indented, inner, st.just("-\t"), st.just("\t")),
        st.builds(_indented, inner, st.just('!!! note "x"\n    '), st.just("    ")),
        st.builds("{}\n\n{}".format, inner, inner),
    ),
    max_leaves=6,
)
_FRONT = st.sampled_from(["", "---\ntitle: x\ntags: [a, b]\n---\n", "---\nbad: [\n---\n", '+++\ntitle = "x"\n+++\n'])
_PAGES = st.builds(
    lambda front, blocks, bom, newline: (
        bom + (front + "\n\n".join(blocks) + "\n\n[ref]: r.md\n").replace("\n", newline)
    ),
    _FRONT,
    st.lists(_BLOCK, min_size=1, max_size=5),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)


def assert_spans_are_true(document: Document) -> None:
    """Each node's text stands at its span."""
    text = document.text

    def at(span: tuple[int, int]) -> str:
        assert 0 <= span[0] <= span[1] <= len(text)
        return text[span[0] : span[1]]

    for heading in document.headings:
        assert at(heading.text_span) in at(heading.span)
        if not set("`[<*_\\&!~") & set(at(heading.text_span)):
            assert heading.text == at(heading.text_span).strip()
    for code in document.code_spans:
        assert at(code.span).startswith("`")
        assert at(code.span).endswith("`")
    for link in document.links:
        if "\\" not in at(link.target_span) and "&" not in at(link.target_span):
            assert at(link.target_span) == link.target
        if link.form == "inline":
            assert at(link.span)[0] == "["
            assert at(link.span)[-1] == ")"
    for image in document.images:
        assert at(image.target_span) == image.target
        assert at(image.span)[0] in "!<"
    for block in document.code_blocks:
        for span, code in zip(block.lines, block.code.split("\n"), strict=False):
            assert at(span).replace("\0", "\ufffd").strip() == code.strip()
    for found in document.lists:
        for item in found.items:
            assert at(item.span).startswith(item.marker)
            assert found.span.start <= item.span.start
            assert item.span.end <= found.span.end
    for table in document.tables:
        for cell in (*table.header, *(cell for row in table.rows for cell in row)):
            assert at(cell.span) == at(cell.span).strip()
            if not set("`[<*_\\&!~") & set(at(cell.span)):
                assert cell.text == at(cell.span)
    for anchor in document.anchors:
        assert at(anchor.span) == anchor.id
    for key, span in document.front_matter.keys.items():
        assert at(span) == key
    for comment in document.comments:
        assert at(comment.span).startswith("<!--")
    for undefined in document.undefined_references:
        assert at(undefined.span).startswith("[")
    assert len(document.prose) == len(text)
    for block in document.blocks:
        at(block.span)
        line, column = document.place(block.span.start)
        assert document.line_starts[line - 1] + column - 1 == block.span.start


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_PAGES)
def test_spans_of_generated_pages(text: str) -> None:
    assert_spans_are_true(parse(text))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab \t\n\r#>-*`[]()<>!|:\\{}=~_&;\"'1.\ufeff\0é"), max_size=120))
def test_no_text_breaks_the_parser(text: str) -> None:
    document = parse(text)
    assert document.text == text
    assert len(document.prose) == len(text)
    for block in document.blocks:
        assert 0 <= block.span.start <= block.span.end <= len(text)


@pytest.mark.parametrize(
    "name",
    [
        "openshift+runbooks",
        "prometheus-operator+runbooks",
        "dfds+postmortems",
        "PagerDuty+incident-response-docs",
        "dastergon+postmortem-templates",
    ],
)
def test_spans_of_real_pages(name: str, corpus: Callable[[str], Path]) -> None:
    pages = sorted(corpus(name).rglob("*.md"))
    assert pages
    for path in pages:
        with open(path, encoding="utf-8", newline="") as file:
            assert_spans_are_true(parse(file.read()))
