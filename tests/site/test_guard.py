"""HTML that runs is told from HTML that does not."""

from __future__ import annotations

import pytest

from linter.site.guard import bad_url, inert, runs


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "< SCRIPT src=x>",
        "<img src=x onerror=alert(1)>",
        "<img/onerror=alert(1)>",
        "<svg\nonload\n=alert(1)>",
        '<a href="javascript:x">',
        "<a href=' java\tscript:x'>",
        '<a href="&#106;avascript:x">',
        "<a href=javascript&colon;x>",
        "<iframe srcdoc='<b>'></iframe>",
        "<button formaction=x>",
        "<object data=x>",
        "<base href=x>",
        "<meta http-equiv=refresh>",
        "<embed src=x>",
        "<a href='data:text/html,x'>",
    ],
)
def test_what_runs(html: str) -> None:
    assert runs(html)


@pytest.mark.parametrize(
    "html",
    [
        "<details><summary>More</summary></details>",
        "<br>",
        "<img src='a.png' width=20>",
        "<!-- a comment -->",
        "<a href='https://example.com/on?x=1'>",
        "<td colspan=2>",
        "<sub>on = off</sub>",
        "<pre><code>&lt;script&gt;</code></pre>",
        "<iframe src='https://grafana.example.com/d/1'></iframe>",
        "<img src='data:image/png;base64,AAAA'>",
    ],
)
def test_what_does_not(html: str) -> None:
    assert not runs(html)


def test_urls() -> None:
    assert bad_url("\x01java\nscript:alert(1)")
    assert not bad_url("/javascript:/")
    assert not bad_url("runbooks/javascript.md")


def test_front_matter_is_made_safe_in_depth() -> None:
    assert inert({"a": ["<b>", 1, None, {"c": '"'}]}) == {"a": ["&lt;b&gt;", 1, None, {"c": "&quot;"}]}
