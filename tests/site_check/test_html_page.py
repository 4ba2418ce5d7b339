"""What is a link of an HTML file, and what is an anchor."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.site_check.dead_target import EngineError
from linter.site_check.html_page import html_files, parse_html, place, read_html
from tests.conftest import no_hang


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ('<a href="x.html">', ["x.html"]),
        ("<A HREF='x.html'>", ["x.html"]),
        ("<a href=x.html>", ["x.html"]),
        ("<a href=x/>", ["x/"]),
        ("<a\n class=b\n href = 'x.html'\n>", ["x.html"]),
        ("<a title=it's href=x.html>", ["x.html"]),
        ('<a title="a > b" href="x.html">', ["x.html"]),
        ('<a data-href="no" href="x.html">', ["x.html"]),
        ('<a href="first" href="second">', ["first"]),
        ('<a href="x?a=1&amp;b=2#c&#45;d">', ["x?a=1&b=2#c-d"]),
        ('<a href=" \n x\ny ">', ["xy"]),
        ('<a href="">', [""]),
        ("<a>", []),
        ("<abbr href=x>", []),
        ('<img src="a.png" srcset="b.png 1x, c,d.png 2x ,e.png">', ["a.png", "b.png", "c,d.png", "e.png"]),
        ('<source srcset="a.webp, b.webp 800w">', ["a.webp", "b.webp"]),
        ('<video src="a.mp4" poster="b.png"></video><track src=c.vtt><audio src=d.ogg>', [*"ab", "c", "d"]),
        ('<object data="a.svg"></object><iframe src=b></iframe><embed src=c>', ["a.svg", "b", "c"]),
        ('<svg><use xlink:href="#a"/><use href="b.svg#c"/></svg>', ["#a", "b.svg#c"]),
        ('<script src="a.js"></script><link href="b.css"><map><area href=c></map>', ["a.js", "b.css", "c"]),
        ('<link rel="preconnect" href="https://x.example"><link rel=dns-prefetch href=//y.example>', []),
        ('<!-- <a href="x"> --><a href="y">', ["y"]),
        ('<!--><a href="x">', ["x"]),
        ('<!-- a --!><a href="x">', ["x"]),
        ('<!-- <a href="x">', []),
        ("<script>'<a href=\"x\">'</script><a href=y>", ["y"]),
        ("<style>/*<a href=x>*/</STYLE><a href=y>", ["y"]),
        ("<textarea><a href=x></textarea><a href=y>", ["y"]),
        ("<script>a < b </scripts> <a href=x></script><a href=y>", ["y"]),
        ("<title><a href=x></title><a href=y>", ["y"]),
        ("a < b <a href=x>", ["x"]),
    ],
)
def test_links(text: str, links: list[str]) -> None:
    found = list(parse_html(text).links)
    if "mp4" in text:
        found = [name.partition(".")[0] for name in found]
    assert found == links


def test_anchors() -> None:
    page = parse_html("<h1 id=a>x</h1><a name='b'></a><input name=c><p ID=\"d&amp;e\"><style id=f></style>")
    assert page.anchors == {"a", "b", "d&e", "f"}


def test_a_link_is_placed_at_its_first_tag() -> None:
    text = "<p>\n<a href=x></a> <a href=y></a>\n<a href=y></a>"
    assert place(text, parse_html(text).links["y"]) == (2, 16)


@pytest.mark.parametrize(
    "piece",
    [
        *("<a href=", '<a href="', "<a href='x", "<a ", "<", "<!--", "<!-", "<!---", "<script>", "<style><", "<a b"),
        *("<a =", "<a\n/", '<img srcset="', "<a href=x,,", "&amp", "<a href=&", "</", "<title></titl", "<a href=\"'>"),
    ],
)
@pytest.mark.parametrize("end", ["", ">", '">', "'>"])
def test_hostile_pages_take_no_time(piece: str, end: str) -> None:
    text = piece * (1_000_000 // len(piece)) + end
    with no_hang():
        parse_html(text)


def test_a_hostile_srcset_takes_no_time() -> None:
    for value in ("," * 300_000, "a," * 300_000, "a, " * 200_000, " ," * 300_000, "a b" * 200_000, "a" + "," * 300_000):
        with no_hang():
            parse_html(f'<img srcset="{value}">')


def test_what_is_no_text_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    for data in (b"\xff\x00\xfe<a href='x'>", "ä<a href='x'>".encode("latin-1"), "<a href='x'>".encode("utf-16")):
        path.write_bytes(data)
        assert list(parse_html(read_html(path)).links) == ["x"]


def test_what_cannot_be_read_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(EngineError, match="not a regular file"):
        read_html(tmp_path / "folder.html")


def test_files_are_found_once_however_folders_are_linked(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.HTML").touch()
    (tmp_path / "b.htm").touch()
    (tmp_path / "c.txt").touch()
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert list(html_files(tmp_path)) == ["b.htm", "a/x.HTML"]
