"""Which links of a site lead nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.site_check.address import Address, read_address
from linter.site_check.crawl import crawl, read_site_address
from linter.site_check.dead_target import DeadTarget, EngineError
from tests.conftest import no_hang
from tests.site_check.conftest import Write

FILES = {
    "guide/index.html": '<h1 id="start">Guide</h1><h2 id="ünï">x</h2><h2 id="a%20b">x</h2><a name=old></a>',
    "about.html": "",
    "a b.txt": "",
    "empty/x.txt": "",
    "img/Disk.png": "",
}


def _dead(folder: Path, url: str = "") -> list[str]:
    return [dead.url for dead in crawl(folder, read_address(url))]


def _page(*urls: str) -> str:
    return "".join(f'<a href="{url}">x</a>\n' for url in urls)


def test_links_that_are_well(site_of: Write) -> None:
    fine = (
        *(
            "",
            "#",
            "#top",
            "#TOP",
            "?q=1",
            "#:~:text=x",
            "guide/#:~:text=gone",
            ".",
            "./",
            "guide",
            "guide/",
            "guide/.",
        ),
        *("guide/index.html", "guide/?x#start", "guide/#start:~:text=x", "guide/#old", "guide/#%C3%BCn%C3%AF"),
        *("guide/#ünï", "guide/#a%20b", "guide/#a%2520b", "about", "about.html", "a%20b.txt", "a b.txt", "guide\\"),
        *("img/Disk.png#nothing", "guide/../about", "https://elsewhere.example/x", "//elsewhere.example/x"),
        *("mailto:a@b.example", "tel:1", "javascript:void(0)", "data:text/plain,x", "/about", "/unknown", "http://["),
    )
    assert _dead(site_of({**FILES, "index.html": _page(*fine)})) == []


def test_links_that_are_dead(site_of: Write) -> None:
    dead = (
        *(
            "gone",
            "gone/",
            "gone.html",
            "guide/gone",
            "about/",
            "about.html/",
            "empty",
            "empty/",
            "Guide/",
            "img/disk.png",
        ),
        *("#gone", "guide/#gone", "guide#Start", "../outside.md", "a%2520b.txt", "%00", "x" * 5000, "a/" * 5000),
    )
    assert _dead(site_of({**FILES, "index.html": _page(*dead)})) == list(dead)


def test_what_is_said_of_a_dead_link(site_of: Write) -> None:
    page = "<p>\n<a href='../gone/?q#x'></a><a href='../gone/?q#x'></a> <img src=pic.png><a href='../guide/#no'>"
    assert crawl(site_of({**FILES, "a/index.html": page}), Address()) == [
        DeadTarget("a/index.html", "../gone/?q#x", "gone/#x", "missing file", 2, 1),
        DeadTarget("a/index.html", "pic.png", "a/pic.png", "missing file", 2, 56),
        DeadTarget("a/index.html", "../guide/#no", "guide/index.html#no", "missing anchor", 2, 73),
    ]


def test_the_base_path(site_of: Write) -> None:
    links = _page("/kb/about", "/kb", "/kb/", "/kb/gone", "/about", "../other", "guide/", "https://x.example/kb/gone?q")
    links += _page(
        "https://X.example/kb/about", "https://x.example/other", "//x.example/kb/gone", "http://x.example/kb/gone"
    )
    dead = [
        "/kb/gone",
        "/about",
        "../other",
        "https://x.example/kb/gone?q",
        "//x.example/kb/gone",
        "http://x.example/kb/gone",
    ]
    folder = site_of({**FILES, "index.html": links})
    assert _dead(folder, "https://x.example/kb/") == dead
    assert _dead(folder, "https://x.example/kb") == dead
    assert crawl(folder, read_address("https://x.example/kb"))[1].target == "/about"
    assert _dead(folder) == ["../other"]


def test_a_site_tells_its_address_itself(site_of: Write) -> None:
    folder = site_of({"index.html": '<link rel="canonical" href="https://x.example/en/latest/">'})
    assert read_site_address(folder, "SITE_URL") == Address("x.example", "/en/latest/")
    assert read_site_address(folder, "https://y.example") == Address("y.example", "/")


def test_a_page_with_a_base(site_of: Write) -> None:
    page = '<base href="{}">' + _page("about", "gone", "#start", "#gone", "https://elsewhere.example/")
    files = {**FILES, "a/1.html": page.format("../"), "a/2.html": page.format("https://elsewhere.example/")}
    files |= {"a/3.html": page.format("https://x.example/guide/"), "index.html": ""}
    found = [(dead.page, dead.url) for dead in crawl(site_of(files), read_address("https://x.example"))]
    assert found == [
        *(("a/1.html", "gone"), ("a/1.html", "#start"), ("a/1.html", "#gone")),
        *(("a/3.html", "about"), ("a/3.html", "gone"), ("a/3.html", "#gone")),
    ]


def test_linked_folders_inside_the_site(site_of: Write, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("", encoding="utf-8")
    folder = site_of({**FILES, "index.html": _page("latest/#start", "latest/#no", "loop/loop/about", "out.html")})
    (folder / "latest").symlink_to("guide", target_is_directory=True)
    (folder / "loop").symlink_to(".", target_is_directory=True)
    (folder / "out.html").symlink_to(tmp_path / "secret.html")
    assert _dead(folder) == ["latest/#no", "out.html"]


def test_what_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="is no folder"):
        crawl(tmp_path / "gone", Address())
    with pytest.raises(EngineError, match="no HTML page"):
        crawl(tmp_path, Address())


def test_a_large_site_is_quick(site_of: Write) -> None:
    names = [f"p{number}/index.html" for number in range(400)]
    links = _page(*(f"../p{number}/#a" for number in range(400)), "../gone/")
    folder = site_of(dict.fromkeys(names, f"<h1 id=a>x</h1>{links}"))
    with no_hang():
        assert len(crawl(folder, Address())) == 400
