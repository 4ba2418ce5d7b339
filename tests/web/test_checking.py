"""URLs checked over real connections to loopback hosts that behave well and badly."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linter.web.checking import Checker, Settings
from linter.web.lycheeignore import read_lycheeignore
from linter.web.outcome import Outcome
from tests.conftest import ROOT, no_hang
from tests.web.hosts import Hosts

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    with Hosts(tmp_path_factory.mktemp("hosts"), count=50).running() as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(allow_private=("127.*", "localhost"), store=tmp_path / "urls.sqlite", gap=0.01, patience=1.0)


def one(settings: Settings, url: str, now: datetime = NOW) -> Outcome:
    return Checker(settings, now)([url])[url]


def test_a_thousand_urls(hosts: Hosts, settings: Settings) -> None:
    urls = hosts.urls()
    assert len(urls) == 1000
    found = Checker(settings, NOW)(urls)
    wrong = [
        (url, expected, found[url])
        for url, expected in urls.items()
        if found[url].verdict != expected.verdict or expected.reason not in found[url].reason
    ]
    assert wrong == []
    hosts.seen.clear()
    again = Checker(settings, NOW + timedelta(minutes=10))(urls)
    assert {url: outcome.verdict for url, outcome in again.items()} == {
        url: expected.verdict for url, expected in urls.items()
    }
    assert sum(hosts.seen.values()) == 0


def test_a_404_is_confirmed_once(hosts: Hosts, settings: Settings) -> None:
    hosts.seen.clear()
    assert one(settings, hosts.url("/missing-once", 7)).verdict == "ok"
    assert one(settings, hosts.url("/missing", 7)).verdict == "dead"
    assert hosts.seen[hosts.url("/missing", 7)] == 2


def test_what_changed_not_is_asked_with_its_etag(hosts: Hosts, settings: Settings) -> None:
    url = hosts.url("/ok", 8)
    one(settings, url)
    later = one(settings, url, NOW + timedelta(days=9))
    assert later.verdict == "ok"
    assert later.checked == NOW + timedelta(days=9)
    assert hosts.headers[url]["If-None-Match"] == '"/ok"'


def test_a_site_that_fails_once_is_not_dead(settings: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    for day, verdict in ((0, "unreachable"), (1, "unreachable"), (2, "unreachable"), (3, "dead")):
        found = one(settings, url, NOW + timedelta(days=day, minutes=day))
        assert found.verdict == verdict, day
    assert "not reached since 2026-11-24" in found.reason


def test_a_success_between_starts_the_count_anew(hosts: Hosts, settings: Settings) -> None:
    up = hosts.url("/ok", 9)
    checker = Checker(settings, NOW)
    checker([up])
    from linter.web.store import Store

    with Store(settings.store) as store:
        record = store.get([up])[up]
        store.put([record._replace(verdict="unreachable", failing_since=NOW, failing_days=("2026-11-24",))])
    later = one(settings, up, NOW + timedelta(days=5))
    assert later.verdict == "ok"
    with Store(settings.store) as store:
        assert store.get([up])[up].failing_since is None


def test_a_network_that_is_down_is_no_sites_fault(settings: Settings) -> None:
    ports = []
    for _ in range(4):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            ports.append(free.getsockname()[1])
    urls = [f"http://127.0.0.1:{port}/" for port in ports]
    for day in range(6):
        checker = Checker(settings, NOW + timedelta(days=day))
        assert {outcome.verdict for outcome in checker(urls).values()} == {"unreachable"}
        assert any("the network here seems to be down" in note for note in checker.notes)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1/", "a private address"),
        ("http://[::1]/", "a private address"),
        ("http://[::ffff:127.0.0.1]/", "a private address"),
        ("http://[64:ff9b::7f00:1]/", "a private address"),
        ("http://169.254.169.254/latest/meta-data/", "a private address"),
        ("http://10.1.2.3/", "a private address"),
        ("http://2130706433/", "not a URL"),
        ("http://0x7f000001/", "a private address"),
        ("http://0.0.0.0/", "a private address"),
        ("file:///etc/passwd", "neither http nor https"),
        ("http://exa mple/", "it has a placeholder"),
        ("https://example.com/x", "a name that is nobody's"),
        ("https://host/<name>/", "it has a placeholder"),
    ],
)
def test_what_may_not_be_asked_is_not(tmp_path: Path, url: str, reason: str) -> None:
    found = one(Settings(store=tmp_path / "urls.sqlite", gap=0, patience=1), url)
    assert (found.verdict, found.reason) == ("skipped", reason)


def test_a_redirect_to_a_private_address_is_not_followed(hosts: Hosts, settings: Settings) -> None:
    found = one(settings, hosts.url("/to-private", 3))
    assert (found.verdict, found.reason) == ("skipped", "it redirects to a private address")


def test_user_names_and_tokens_stay_here(hosts: Hosts, settings: Settings) -> None:
    url = hosts.url("/ok-token", 4)
    secret = url.replace("http://", "http://user:password@")
    settings = settings._replace(tokens={"127.0.0.4": "canary"})
    assert one(settings, secret).verdict == "ok"
    # Not over plain http, and no password at all.
    assert "Authorization" not in hosts.headers[url]
    assert b"password" not in (settings.store or Path()).read_bytes()


def test_ignored_urls_are_not_asked(hosts: Hosts, settings: Settings) -> None:
    hosts.seen.clear()
    found = one(settings._replace(ignore=(("http://127.0.0.5*", "it is slow"),)), hosts.url("/ok", 5))
    assert (found.verdict, found.reason) == ("skipped", "ignored: it is slow")
    assert not hosts.seen


def test_offline_opens_no_socket(hosts: Hosts, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    known, unknown = hosts.url("/ok", 6), hosts.url("/ok", 10)
    one(settings, known)

    def refuse(*args: object, **options: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    found = Checker(settings._replace(offline=True), NOW)([known, unknown])
    assert found[known].verdict == "ok"
    assert (found[unknown].verdict, found[unknown].reason) == ("skipped", "not asked: offline")


def test_a_deadline_ends_the_run(hosts: Hosts, settings: Settings) -> None:
    urls = [hosts.url("/hang", number) for number in range(1, 6)] + [hosts.url("/ok", 11)]
    checker = Checker(settings._replace(deadline=1.0, patience=30.0), NOW)
    # Each of them would hang for thirty seconds.
    with no_hang(20):
        found = checker(urls)
    assert found[urls[-1]].verdict == "ok"
    assert found[urls[0]] == Outcome("skipped", "not asked: out of time")
    assert checker.notes == ["out of time after 1 s: 5 of 6 URLs not asked"]


def test_a_killed_run_leaves_what_it_had(hosts: Hosts, tmp_path: Path) -> None:
    """Killed half way: the next run asks only for the rest."""
    base = tmp_path / "base"
    base.mkdir()
    quick = [hosts.url(f"/quick-{number}", 12) for number in range(60)]
    links = "\n".join(f"- <{url}>" for url in [*quick, hosts.url("/hang", 13)])
    (base / "index.md").write_text(f"# Links\n\n{links}\n", encoding="utf-8")
    (base / "runbook-linter.yml").write_text('links: {allow_private: ["127.*"], cache: found.sqlite}\n', "utf-8")
    command = [sys.executable, "-m", "linter", "links", "--format", "json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.Popen(command, cwd=base, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    hosts.seen.clear()
    deadline = time.monotonic() + 30
    while sum(hosts.seen[url] for url in quick) < 50 and time.monotonic() < deadline:
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    hosts.seen.clear()
    again = subprocess.run(
        [*command, "--deadline", "12"],
        cwd=base,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=60,
    )
    verdicts = {row["url"]: row["verdict"] for row in json.loads(again.stdout)["urls"]}
    assert {verdicts[url] for url in quick} == {"ok"}
    assert hosts.seen[hosts.url("/hang", 13)] > 0
    assert sum(hosts.seen[url] for url in quick) <= 40


def test_lycheeignore(hosts: Hosts, settings: Settings) -> None:
    usable, refused = read_lycheeignore("# comment\n^http://127\\.0\\.0\\.14\n(a+)+$\n(x*)*\n[\n.*a.*b.*c\n")
    assert [pattern.pattern for pattern in usable] == [r"^http://127\.0\.0\.14"]
    assert refused == ["(a+)+$", "(x*)*", "[", ".*a.*b.*c"]
    found = one(settings._replace(left_out=tuple(usable)), hosts.url("/ok", 14))
    assert (found.verdict, found.reason) == ("skipped", "ignored: .lycheeignore")
