"""Channels that never come to an end: the run does, and the others have the update."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.incidents.sent_updates import MESSAGE, Base, knowledge_base


class _Dripping(socketserver.BaseRequestHandler):
    """A server whose greeting has no end: each byte comes before a client would call it silent."""

    def handle(self) -> None:
        while not self.server.ended.wait(0.02):  # type: ignore[attr-defined]
            try:
                self.request.sendall(b"2")
            except OSError:
                return


@contextmanager
def _dripping() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Dripping) as server:
        server.daemon_threads = True
        server.ended = threading.Event()  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.ended.set()  # type: ignore[attr-defined]
            server.shutdown()


def _with_dripping(base: Base, port: int) -> Base:
    config = base.folder / "runbook-linter.yml"
    text = config.read_text("utf-8").replace("port: 9", f"port: {port}").replace("user: bot, ", "")
    config.write_text(text, encoding="utf-8")
    address = f"json://canary-token@127.0.0.1:{port}"
    return base._replace(environment={**base.environment, "APPRISE_URLS": address})


def test_what_drips_holds_up_nobody_however_many_updates_wait(tmp_path: Path) -> None:
    with _dripping() as port, knowledge_base(tmp_path, ("email", "apprise", "teams"), deadline=2) as base:
        base = _with_dripping(base, port)
        for message in (MESSAGE, "The certificate is there."):
            done = base.send("--message", message)
            assert done.returncode == 3
            # Nothing had left when the greeting did not come.
            assert "email: failed: email: no answer within" in done.stdout
            # Apprise does not say how far it came; on a slow machine its turn does not come at all.
            assert "apprise: `json:` gave no answer" in done.stdout or "apprise: no time is left" in done.stdout
        assert len(base.teams.cards) == 2
        done = base.send("--resume")
        assert done.returncode == 3
        # Its share is that of the run, not of each update.
        assert "email: no time is left for it in this run: resume it" in done.stdout
        assert "canary-token" not in done.stdout + done.stderr + base.text
