"""Code blocks and steps of a page, as a reader's browser shows them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from markdown import markdown
from playwright.sync_api import Browser, Page, expect

from linter.site.assets import scripts, style_sheet
from tests.site.conftest import Serve, Watched

EXTENSIONS = ["pymdownx.highlight", "pymdownx.superfences", "attr_list"]

Open = Callable[..., Page]


def html(text: str, data: dict[str, Any] | None, options: dict[str, Any]) -> str:
    """A page as mkdocs-material writes it, without its header and navigation."""
    highlight = {"default_lang": "text", "pygments_lang_class": True, "anchor_linenums": True, **options}
    body = markdown(text, extensions=EXTENSIONS, extension_configs={"pymdownx.highlight": highlight})
    facts = "" if data is None else json.dumps(data).replace("<", "\\u003c").replace("&", "\\u0026")
    told = f'<template id="rl-page"><pre>{facts}</pre></template>' if facts else ""
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title>'
        '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f'<link rel="stylesheet" href="site.css"><main><article class="md-content__inner md-typeset">{body}{told}'
        '</article></main><script src="site.js"></script></html>'
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with our script and style sheet, for one page at a time."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "site.js").write_text(scripts(), encoding="utf-8")
    (folder / "site.css").write_text(style_sheet(), encoding="utf-8")
    return folder


@pytest.fixture
def show(page: Page, serve: Serve, site: Path) -> Open:
    """Shows Markdown with this data and this query."""

    def open_(text: str, data: dict[str, Any] | None = None, query: str = "", **options: Any) -> Page:
        (site / "page.html").write_text(html(text, data, options), encoding="utf-8")
        page.goto(f"{serve(site)}page.html{query}")
        return page

    return open_


def fence(code: str, language: str = "bash") -> str:
    return f"# Title\n\n```{language}\n{code}\n```\n"


def code_of(page: Page) -> str:
    return (page.locator("pre > code").first.text_content() or "").rstrip("\n")


def blocks(codes: list[str]) -> str:
    return "\n".join(fence(code) for code in codes)


def blocks_of(page: Page) -> list[str]:
    return [text.removesuffix("\n") for text in page.locator("pre > code").all_text_contents()]


def copied(page: Page) -> str:
    page.locator("button.rl-copy").first.click()
    expect(page.locator("button.rl-copy").first).to_have_text("Copied")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


# --- filled commands


@pytest.mark.parametrize(
    "placeholder",
    [
        *("$POD_NAME", "${POD_NAME}", "$POD", "<pod-name>", "<pod name>", "<PodName>", "<pod>"),
        *("{{ pod }}", "{{pod_name}}", '"$POD"', "pod/$POD"),
    ],
)
def test_every_way_to_write_a_placeholder_is_filled(show: Open, placeholder: str) -> None:
    page = show(fence(f"kubectl delete {placeholder} --now"), query="?pod=api-1")
    wanted = placeholder.replace("pod/$", "$")
    shown = {'"$POD"': '"api-1"', "pod/$POD": "pod/api-1"}.get(placeholder, "api-1")
    assert code_of(page) == f"kubectl delete {shown} --now"
    assert page.locator(".rl-filled").get_attribute("title") == wanted.strip('"')
    assert page.locator(".rl-fill").inner_text().startswith("Filled from the address: pod = api-1.")


@pytest.mark.parametrize("query", ["?pod-name=a", "?pod_name=a", "?podName=a", "?POD=a", "?pod%20name=a"])
def test_every_way_to_write_a_name_fills(show: Open, query: str) -> None:
    assert code_of(show(fence("kubectl logs $POD_NAME"), query=query)) == "kubectl logs a"


def test_the_exact_name_comes_before_the_short_one(show: Open) -> None:
    assert code_of(show(fence("kubectl logs <pod-name>"), query="?pod=short&pod_name=exact")) == "kubectl logs exact"


@pytest.mark.parametrize(
    "code",
    [
        *("echo ${X:-x}", "echo $1 $@ $(date) $$ $$X", r"echo \$X", r"echo '\$X' \<x>", "X=1", "export X=1"),
        *("echo $HOME $PATH", "for X in a b; do echo $X; done", "while read -r x; do echo $x; done", "echo $<x>"),
        *("cat <x >y", "cat < x >", "<x>text</x>", "echo {{ .X }} {% x %}"),
    ],
)
def test_what_is_no_placeholder_stays(show: Open, code: str) -> None:
    page = show(fence(code), query="?x=value&home=/evil&path=/evil&name=value")
    assert code_of(page) == code
    expect(page.locator(".rl-fill")).to_have_count(0)


def test_inline_code_output_and_prompts_stay(show: Open) -> None:
    code = "me@<x>$ echo $X\n<x> is output of $X\nme@<x>$ true"
    blocks = [{"text": code, "prompts": [8, -1, 8]}]
    page = show(fence(code, "console") + "\n`$X`\n", {"blocks": blocks}, "?x=value")
    assert code_of(page) == code.replace("echo $X", "echo value")
    assert page.locator("p > code").last.text_content() == "$X"
    assert copied(page) == "echo value\ntrue"


def test_search_words_and_empty_values_fill_nothing(show: Open) -> None:
    page = show(fence("rm -r /data/$Q/$H/<x>"), query="?q=a&h=b&x=")
    assert code_of(page) == "rm -r /data/$Q/$H/<x>"
    expect(page.locator(".rl-fill")).to_have_count(0)


def test_a_value_is_text_and_quoted(show: Open) -> None:
    value = "a'b\"<img src=x onerror=alert(1)>"
    page = show(fence('grep "$TEXT" log'), query=f"?text={quote(value)}")
    assert code_of(page) == "grep 'a'\\''b\"<img src=x onerror=alert(1)>' log"
    assert page.locator("article img").count() == 0
    assert value in page.locator(".rl-fill").inner_text()


def test_highlighting_and_lines_survive(show: Open) -> None:
    page = show(
        fence('kubectl -n ${NS} get <pod-name> | grep "x" # all\nls'), query="?ns=shop&pod=a%20b", linenums=True
    )
    assert code_of(page) == "kubectl -n shop get 'a b' | grep \"x\" # all\nls"
    assert page.locator("td.code .rl-filled").count() == 2
    assert page.locator("td.code span[class^=s]").count()
    assert copied(page) == "kubectl -n shop get 'a b' | grep \"x\" # all\nls"


def test_line_numbers_inside_of_the_code_are_not_of_it(show: Open) -> None:
    page = show(fence("ls $X\nls"), query="?x=a", linenums=True, linenums_style="inline")
    assert page.locator("code .linenos").count() == 2
    assert copied(page) == "ls a\nls"


def test_what_is_not_filled_is_told(show: Open) -> None:
    page = show(fence('ls $X\necho "a $Y"\n$Z'), query="?x=--all&y=a%20b&z=reboot&w=1")
    assert code_of(page) == 'ls $X\necho "a $Y"\n$Z'
    assert page.locator(".rl-fill p").inner_text() == (
        "From the address, not filled: x (it starts with a dash and would be an option), "
        "y (it needs quotes, inside of a longer quoted text), z (it would be run as a command)."
    )


def test_reset_brings_the_page_back(show: Open) -> None:
    text = fence("kubectl -n $NS logs <pod>") + "\n" + fence('echo "$NS"')
    page = show(text)
    plain = page.locator("article").inner_text()
    page = show(text, query="?ns=shop&pod=a%20b#title")
    assert page.locator(".rl-filled").count() == 3
    assert page.locator("h1 + .rl-fill[role=status]").count() == 1
    page.get_by_role("button", name="Reset").press("Enter")
    assert page.locator("article").inner_text() == plain
    assert page.url.endswith("page.html#title")
    assert copied(page) == "kubectl -n $NS logs <pod>"


PRINT = "printf '[%s]' "
HARMFUL = "a;touch canary"
ASSIGNED = "V=<x>\nprintf '[%s]' \"$V\""
VALUES = [
    *("api-1", "a.b_c:d/e@f%g+h,i=j", "a b", "  a  ", "it's", "''", "'", '"', "a'b\"c", HARMFUL, "$(touch canary)"),
    *("`touch canary`", "'; touch canary; '", '"; touch canary; "', "' $(touch canary) '", "a && touch canary"),
    *("| touch canary", "> canary", "< /etc/passwd", "${IFS}touch${IFS}canary", "*", "~root", "{a,b}", "[a-z]?"),
    *("# a", "a#b", "$HOME", "$$", "&", "(touch canary)", "münchen 東京", "%s%n", "a'b\"<img src=x onerror=alert(1)>"),
    *("x" * 500, "a " * 250),
]
NEVER = [
    *("--all", "-rf", "-", "a\ntouch canary", "a\rtouch canary", "a\tb", "a\0b", "\x1b[2K", "a\u202eb", "a\u2028b"),
    *("a\u200bb", "x" * 501, "a\\", "'\\", "a!b c"),
]
# Text, value, and what bash sees; None where the value must not be filled.
SEEN: list[tuple[str, str, str | None]] = [
    *((f"{PRINT}$X", value, f"[{value}]") for value in VALUES),
    *((f'{PRINT}"$X"', value, f"[{value}]") for value in VALUES),
    *((f"{PRINT}p=<x>,q", value, f"[p={value},q]") for value in VALUES),
    *((f'{PRINT}a"${{X}}"b', value, f"[a{value}b]") for value in VALUES),
    *((f"{PRINT}$X", value, None) for value in NEVER),
    *((f'{PRINT}"$X"', value, None) for value in NEVER),
    # Plain values stand in any quotes, in comments and before another shell.
    (f'{PRINT}"a $X"', "api-1", "[a api-1]"),
    (f"{PRINT}'$X'", "api-1", "[api-1]"),
    ('ssh host "printf [%s] $X"', "api-1", "[api-1]"),
    (f"{PRINT}a # of $X", "api-1", "[a]"),
    (f"cat <<EOF\na $X\nEOF\n{PRINT}$X", "api-1", "a api-1\n[api-1]"),
    (ASSIGNED, "api-1", "[api-1]"),
    (f"{PRINT}$(echo a) $X", "api-1", "[a][api-1]"),
    (f"sudo -u $X {PRINT}a", "root", "[a]"),
    (f"{PRINT}$A$X", "api-1", "['api-1']".replace("'", "")),
]
CONTEXTS = [
    # Quotes around, or none that could be added.
    *(f'{PRINT}"a $X"', f'{PRINT}"$X "', f"{PRINT}'$X'", f"{PRINT}'a' '$X'", f'{PRINT}"a\n$X"', f'{PRINT}"\\"$X"'),
    f'{PRINT}"it\'s" "$X b"',
    # Read once more.
    *('ssh host "echo $X"', "ssh host echo $X", 'ssh host echo "$X"', 'ssh host \\\n  "$X"', "ssh host \\\n  echo $X"),
    *("/usr/bin/ssh host echo $X", "scp host:$X .", "eval echo $X", 'eval "$X"', "bash -c $X", 'sh -c "echo $X"'),
    *("echo $X | sh", 'echo "$X" |\n  xargs sh', "find . -exec echo $X ;", "bash -lc $X", "watch -n 1 ls $X"),
    *("sed -i s/a/$X/ file", "awk $X file", "psql -c $X", "perl -e $X", "while true; do\necho $X\ndone | sh"),
    # Nested.
    *(f"{PRINT}$(echo $X)", f'{PRINT}"$(echo "$X")"', f"{PRINT}`echo $X`", f"{PRINT}${{A:-$X}}", f"{PRINT}$((1+$X))"),
    *("[[ $X -gt 1 ]]", "(( $X > 1 ))", f'echo "$(echo "it\'s")"\n{PRINT}\'$X\'', f"{PRINT}$'it\\'s' '$X'"),
    *(f'{PRINT}`echo "\'"` $X', f'{PRINT}$"$X"', f"{PRINT}$<x>"),
    # Kept for later.
    *(ASSIGNED, "export V=<x>\nssh host ls $V", "V=<x> env", "for v in <x>; do ssh host $v; done", "read v <<< $X"),
    *(
        "cat <<EOF\n$X\nEOF",
        "cat <<'EOF'\n$X\nEOF",
        f"cat <<EOF\nEOF\n{PRINT}$X",
        "alias a=$X",
        "f() { ssh host $1; }\nf $X",
    ),
    # Comments; typed into zsh they are none.
    *(f"{PRINT}a # $X", f"# don't\n{PRINT}$X"),
]
COMMANDS = [
    *("$X", "  $X -a", '"$X"', "'$X'", "true; $X", "true && $X", "false || $X", "true | $X", "true & $X", "($X)"),
    *("sudo $X", "sudo -E $X", "sudo -u root $X", "env A=1 $X", "A=1 $X", "timeout 5 $X", "if $X; then :; fi"),
    *("! $X", "/usr/bin/$X", "$X/tool", "echo $($X)", "echo `$X`", 'echo "$($X)"', "true\n$X", "true \\\n; $X"),
    *('ssh host "sudo $X"', 'ssh host "true; $X"', "bash -c 'true\n$X'", "f() { $X; }; f", "case a in a) $X;; esac"),
    "$ $X",
]


def run(command: str, folder: Path) -> str:
    """What bash prints. `ssh` hands the command to a second shell, as the real one does."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    for name, script in {"ssh": 'shift; exec sh -c "$*"', "sudo": 'shift 2; exec "$@"'}.items():
        (tools / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    path = f"{tools}:/usr/bin:/bin"
    home = folder / "home"
    home.mkdir(exist_ok=True)
    done = subprocess.run(
        ["bash", "--norc", "-c", command],
        cwd=home, env={"PATH": path, "LC_ALL": "C.UTF-8"}, capture_output=True, check=False, timeout=20,
    )  # fmt: skip
    assert os.listdir(home) == []
    return done.stdout.decode("utf-8")


def short(value: object) -> str:
    return repr(value)[:40]


@pytest.mark.parametrize("value", list(dict.fromkeys(value for _, value, _ in SEEN)), ids=short)
def test_bash_sees_the_value_or_none(show: Open, tmp_path: Path, value: str) -> None:
    wanted = [(text, seen) for text, given, seen in SEEN if given == value]
    shown = blocks_of(show(blocks([text for text, _ in wanted]), query=f"?x={quote(value)}"))
    for (text, seen), command in zip(wanted, shown, strict=True):
        if seen is None:
            assert command == text
        else:
            assert command != text
            assert run(command, tmp_path) == seen


@pytest.mark.parametrize("value", [HARMFUL, "it's $(touch canary)"], ids=short)
def test_no_quotes_are_put_where_they_might_not_hold(show: Open, value: str) -> None:
    page = show(blocks(CONTEXTS), query=f"?x={quote(value)}")
    assert blocks_of(page) == CONTEXTS
    assert "From the address, not filled: x (" in page.locator(".rl-fill").inner_text()


def test_no_value_becomes_the_command(show: Open) -> None:
    assert blocks_of(show(blocks(COMMANDS), query="?x=touch")) == COMMANDS


def test_only_plain_values_are_filled_into_what_is_no_shell(show: Open) -> None:
    page = show(fence("SELECT * FROM pods WHERE name = <x>", "sql"), query=f"?x={quote('a; DROP')}")
    assert "<x>" in code_of(page)
    assert code_of(show(fence("namespace: <x>", "yaml"), query="?x=shop")) == "namespace: shop"


# --- copying


SESSION = "$ kubectl get pods\nNAME  READY\n$ cat <<EOF\nx\nEOF"
SESSION_DATA = {"blocks": [{"text": SESSION, "prompts": [2, -1, 2, 0, 0]}]}


def test_without_data_the_whole_text_is_copied(show: Open) -> None:
    page = show(fence(SESSION, "console"))
    assert copied(page) == SESSION
    assert page.locator(".rl-step, .rl-danger, .rl-fill").count() == 0


@pytest.mark.parametrize(
    "data", ["broken", [], {"blocks": 1, "steps": {}}, {"blocks": [None, {"text": SESSION, "prompts": [1]}]}]
)
def test_broken_data_does_no_harm(show: Open, data: Any) -> None:
    assert copied(show(fence(SESSION, "console"), data)) == SESSION


def test_prompts_and_output_are_not_copied(show: Open) -> None:
    assert copied(show(fence(SESSION, "console"), SESSION_DATA)) == "kubectl get pods\ncat <<EOF\nx\nEOF"


def test_the_copy_button_by_keyboard_and_how_it_answers(show: Open) -> None:
    page = show(fence(SESSION, "console"), SESSION_DATA, anchor_linenums=False)
    button = page.locator("button.rl-copy")
    expect(button).to_have_attribute("aria-label", "Copy command")
    assert button.evaluate("(element) => getComputedStyle(element).opacity") == "0"
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    assert button.evaluate("(element) => getComputedStyle(element).opacity") == "1"
    page.keyboard.press("Enter")
    expect(button).to_have_text("Copied")
    expect(page.locator("[aria-live=polite]")).to_have_text("Copied")
    expect(button).to_be_focused()
    expect(button).to_have_text("Copy", timeout=4000)
    expect(button).to_have_attribute("aria-label", "Copy command")


def test_some_blocks_get_no_button(show: Open) -> None:
    page = show('<div class="rl-nocopy"><pre><code>a</code></pre></div>\n\n<pre class="mermaid"><code>b</code></pre>\n')
    assert page.locator(".rl-copy").count() == 0


def test_materials_button_gives_way_even_if_it_comes_later(show: Open) -> None:
    page = show(fence("ls"))
    page.evaluate(
        """document.querySelector("pre").insertAdjacentHTML("afterbegin",
          '<nav class="md-code__nav"><button class="md-code__button" data-md-type="copy">x</button></nav>')"""
    )
    expect(page.locator(".md-code__button")).to_be_hidden()


def test_without_a_clipboard_the_old_way_copies(page: Page, show: Open) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page = show(fence("ls -l"))
    page.locator(".rl-copy").click()
    expect(page.locator(".rl-copy")).to_have_text("Copied")
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.locator("textarea").press("Control+V")
    assert page.locator("textarea").input_value() == "ls -l"


# --- destructive commands


DELETE = "$ kubectl -n $NS delete pod <pod-name> --grace-period=0\npod deleted\n$ kubectl -n $NS get pods"
DELETE_DATA = {"blocks": [{"text": DELETE, "prompts": [2, -1, 2], "destructive": "kubectl <b>delete"}]}


def test_a_destructive_command_is_marked_and_asks_for_its_values(show: Open) -> None:
    page = show(fence(DELETE, "console"), DELETE_DATA)
    note = page.locator("p.rl-danger + .highlight")
    expect(note).to_have_count(1)
    assert page.locator(".rl-danger").text_content() == (
        "Destructive: kubectl <b>delete. Check each value before you run it."
    )
    page.locator(".rl-copy").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("$NS")).to_be_focused()
    page.keyboard.type("shop")
    page.keyboard.press("Tab")
    page.keyboard.type("-f")
    expect(dialog.locator("pre")).to_have_text(
        "kubectl -n shop delete pod <pod-name> --grace-period=0\nkubectl -n shop get pods"
    )
    pod = dialog.get_by_label("<pod-name>")
    expect(pod).to_have_accessible_description("Not filled: it starts with a dash and would be an option.")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(pod).to_be_focused()
    pod.fill("it's <img src=x onerror=alert(1)>")
    expect(pod).to_have_accessible_description("")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.locator(".rl-copy")).to_be_focused()
    expect(page.locator(".rl-copy")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "kubectl -n shop delete pod 'it'\\''s <img src=x onerror=alert(1)>' --grace-period=0\nkubectl -n shop get pods"
    )
    assert code_of(page) == DELETE


def test_escape_and_cancel_copy_nothing(show: Open) -> None:
    page = show(fence(DELETE, "console"), DELETE_DATA)
    page.evaluate("navigator.clipboard.writeText('before')")
    for leave in ("Escape", "Cancel"):
        page.locator(".rl-copy").click()
        if leave == "Escape":
            page.keyboard.press("Escape")
        else:
            page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator(".rl-copy")).to_be_focused()
    assert page.evaluate("navigator.clipboard.readText()") == "before"


def test_a_missing_value_is_said_and_placeholders_may_be_copied(show: Open) -> None:
    page = show(fence(DELETE, "console"), DELETE_DATA, "?ns=shop")
    page.locator(".rl-copy").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox")).to_have_count(1)
    dialog.get_by_role("button", name="Copy", exact=True).click()
    expect(dialog.get_by_label("<pod-name>")).to_have_accessible_description("A value is missing.")
    dialog.get_by_role("button", name="Copy with placeholders").click()
    expect(page.locator(".rl-copy")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("kubectl -n shop delete pod <pod-name> ")


def test_nothing_is_asked_where_nothing_is_missing(show: Open) -> None:
    page = show(fence(DELETE, "console"), DELETE_DATA, "?ns=shop&pod=api-1")
    assert copied(page) == "kubectl -n shop delete pod api-1 --grace-period=0\nkubectl -n shop get pods"
    own = "export UNIT=a.service\nsystemctl stop $UNIT\nrm -r $HOME/x"
    page = show(fence(own), {"blocks": [{"text": own, "destructive": "rm -r"}]})
    assert copied(page) == own


# --- steps


STEPS = """# Title

1. Ask a standby.

    ```bash
    ls $X
    ```

2. Fail over.
    1. This one belongs to it.

Then:

1. Verify.

<div class="footnote"><ol><li>A note.</li></ol></div>
"""
STEPS_DATA: dict[str, Any] = {
    "path": "docs/runbooks/disk full.md",
    "title": "Disk & full",
    "commit": "4f2c1ab",
    "issue_url": "https://example.invalid/new?title={title}&body={body}&at={path}:{line}@{commit}",
    "steps": [
        {"line": 41, "text": "Ask {body} a standby"},
        {"line": 47, "text": "Fail over"},
        {"line": 52, "text": "Verify"},
    ],
}


def test_ticks_survive_a_reload_and_can_be_cleared(show: Open) -> None:
    page = show(STEPS, STEPS_DATA)
    boxes = page.get_by_role("checkbox", name="Done")
    expect(boxes).to_have_count(3)
    expect(page.get_by_role("button", name="Clear ticks")).to_be_hidden()
    boxes.nth(1).press("Space")
    page = show(STEPS.replace("1. Verify.", "1. Look.\n\n2. Verify."), STEPS_DATA, "?x=shop")
    expect(boxes).to_have_count(4)
    assert [box.is_checked() for box in boxes.all()] == [False, True, False, False]
    expect(page.locator("li.rl-done")).to_have_count(1)
    assert page.locator(".rl-ticked").inner_text().startswith("1 of 4 steps done, the last one ")
    page.get_by_role("button", name="Clear ticks").click()
    expect(page.locator("li.rl-done")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)


def test_an_edited_step_is_open_again(show: Open) -> None:
    page = show(STEPS, STEPS_DATA)
    page.get_by_role("checkbox").first.check()
    page = show(STEPS.replace("Ask a standby", "Ask the primary"), STEPS_DATA)
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)


def test_ticks_work_where_nothing_can_be_kept(page: Page, show: Open) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })")
    page = show(STEPS, STEPS_DATA)
    page.get_by_role("checkbox").first.check()
    expect(page.locator("li.rl-done")).to_have_count(1)


def test_the_link_for_a_failed_step(show: Open) -> None:
    page = show(STEPS, STEPS_DATA, "?x=secret")
    link = page.get_by_role("link", name="This step failed").first
    assert link.get_attribute("target") == "_blank"
    assert link.get_attribute("rel") == "noopener noreferrer"
    asked = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert asked["title"] == ["Step failed: Disk & full, line 41"]
    assert asked["at"] == ["docs/runbooks/disk full.md:41@4f2c1ab"]
    address = page.url.split("?")[0]
    assert asked["body"] == [
        "Page: docs/runbooks/disk full.md, line 41\nCommit: 4f2c1ab\nStep: Ask {body} a standby\n\nWhat I saw:\n\n\n"
        f"Address: {address}"
    ]


def test_without_as_many_steps_no_line_is_told(show: Open) -> None:
    page = show(STEPS, {**STEPS_DATA, "steps": STEPS_DATA["steps"][:2]})
    asked = parse_qs(
        urlsplit(page.get_by_role("link", name="This step failed").first.get_attribute("href") or "").query
    )
    assert asked["title"] == ["Step failed: Disk & full"]
    assert "Page: docs/runbooks/disk full.md\nCommit: 4f2c1ab\nStep: Ask a standby.\n" in asked["body"][0]
    expect(page.get_by_role("checkbox")).to_have_count(3)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)//{title}", "", None, 7, " https://example.invalid/", ["https://x"]]
)
def test_only_web_addresses_become_links(show: Open, url: Any) -> None:
    page = show(STEPS, {**STEPS_DATA, "issue_url": url})
    expect(page.get_by_role("checkbox")).to_have_count(3)
    assert page.get_by_role("link", name="This step failed").count() == 0


# --- around


def test_pages_that_come_without_a_load(show: Open, page: Page) -> None:
    page.add_init_script(
        """window.document$ = { subscribe(show) { (this.all ||= []).push(show);
             document.addEventListener("DOMContentLoaded", () => show(document)) } }"""
    )
    page = show(fence("ls $X"), query="?x=a")
    assert copied(page) == "ls a"
    page.evaluate(
        """() => { history.pushState(null, "", "?x=b");
             document.querySelector("article").innerHTML = "<h1>Next</h1><pre><code>rm $X</code></pre>";
             document$.all.forEach((show) => show(document)) }"""
    )
    assert copied(page) == "rm b"
    assert page.locator(".rl-fill").count() == 1


def test_from_a_folder(browser: Browser, site: Path) -> None:
    (site / "page.html").write_text(html(STEPS, STEPS_DATA, {}), encoding="utf-8")
    watched = Watched(browser)
    page = watched.page()
    page.goto(f"{(site / 'page.html').as_uri()}?x=a")
    assert code_of(page) == "ls a"
    page.locator(".rl-copy").click()
    expect(page.locator(".rl-copy")).to_have_text("Copied")
    assert str(site) not in (page.get_by_role("link", name="This step failed").first.get_attribute("href") or "")
    watched.context.close()
    assert watched.outside == watched.broken == []


def test_on_a_touch_screen_the_button_hides_no_code(browser: Browser, serve: Serve, site: Path) -> None:
    (site / "page.html").write_text(html(fence("ls " + escape("a" * 80)), None, {}), encoding="utf-8")
    watched = Watched(browser, viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page = watched.page()
    page.goto(f"{serve(site)}page.html")
    button = page.locator(".rl-copy")
    assert button.evaluate("(element) => getComputedStyle(element).opacity") == "1"
    box = button.bounding_box()
    line = page.locator("code > span").first.bounding_box()
    assert box
    assert line
    assert box["y"] + box["height"] <= line["y"] + 1
    assert box["x"] + box["width"] <= 360
    watched.context.close()
    assert watched.outside == watched.broken == []
