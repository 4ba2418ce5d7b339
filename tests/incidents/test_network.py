"""Proxies and certificates that the environment sets: what is honoured, and what is said where they do not work."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from linter.incidents.http import Deadline, Service, ServiceError
from linter.incidents.network import proxy_for, trusted
from linter.incidents.rehearsal import ShownToken
from linter.incidents.sandbox.pagerduty import PagerDutyStandIn
from linter.incidents.sandbox.server import Sandbox

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
EVENT = {"routing_key": "k", "event_action": "acknowledge", "dedup_key": "a"}


class _Handler(BaseHTTPRequestHandler):
    """As a proxy it refuses; as a service it answers."""

    asked: list[str]

    def do_CONNECT(self) -> None:
        self.asked.append(self.path)
        self.send_error(407, "Proxy Authentication Required")

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def _serving(context: ssl.SSLContext | None = None) -> Iterator[int]:
    _Handler.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    trusted.cache_clear()
    yield
    trusted.cache_clear()


def _asked(url: str) -> ServiceError:
    """What comes of a call that nobody answers."""
    with pytest.raises(ServiceError) as raised:
        Service("Jira", url, ShownToken("canary-3f").read, Deadline(9), lambda _: {}).call("POST", "x")
    return raised.value


def test_a_proxy_that_refuses_is_named_and_has_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with _serving() as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:canary-pw@127.0.0.1:{port}")
        error = _asked("https://service.invalid")
        assert _Handler.asked[0] == "service.invalid:443"
    assert str(error) == (
        f"Jira: cannot be reached through the proxy 127.0.0.1:{port}: 407 Proxy Authentication Required"
    )
    assert not error.sent


def test_no_proxy_and_this_machine_are_reached_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox = Sandbox([PagerDutyStandIn()])
    with _serving() as port, sandbox.running():
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        monkeypatch.setenv("NO_PROXY", "service.invalid,other.example")
        assert "through the proxy" not in str(_asked("https://service.invalid"))
        here = Service("PagerDuty", sandbox.url("pagerduty"), ShownToken("k").read, Deadline(9), lambda _: {})
        assert here.call("POST", "v2/enqueue", body=EVENT).status == 202
        assert _Handler.asked == []
    assert proxy_for("https://other.example/x") == ""
    assert proxy_for("https://third.example") == f"127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ALL_PROXY", "ftp://me:canary-pw@127.0.0.1:9", "through the proxy 127.0.0.1:9: "),
        ("HTTPS_PROXY", "http://127.0.0.1:9", "through the proxy 127.0.0.1:9: Connection refused"),
        ("SSL_CERT_FILE", "/no/such.pem", "SSL_CERT_FILE names cannot be read: /no/such.pem: No such file"),
        ("SSL_CERT_FILE", __file__, "it holds no certificate"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    error = _asked("https://service.invalid")
    assert said in str(error)
    assert "canary" not in str(error)
    assert not error.sent


def test_only_authorities_that_are_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with _serving(context) as port:
        url = f"https://127.0.0.1:{port}"
        error = _asked(url)
        assert "certificate verify failed" in str(error)
        assert str(error).endswith("; SSL_CERT_FILE names whom to trust")
        assert not error.sent
        trusted.cache_clear()
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        service = Service("Jira", url, ShownToken("k").read, Deadline(9), lambda _: {})
        assert service.call("GET", "x").status == 200
