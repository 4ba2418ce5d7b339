"""A mail server on the loopback interface that keeps what it gets: as much of SMTP (RFC 5321) as a client needs."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_LONGEST_LINE = 10_000
_ANSWERS = {"EHLO": b"250-sandbox\r\n250 8BITMIME", "HELO": b"250 sandbox", "QUIT": b"221 bye", "DATA": b"354 go on"}


class MailStandIn(socketserver.ThreadingTCPServer):
    """The server; `messages` are what it took, as they came."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.messages: list[str] = []

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed has nobody to tell."""

    @contextmanager
    def running(self) -> Iterator[MailStandIn]:
        """Serve until the block ends."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()
            thread.join()


class _Session(socketserver.StreamRequestHandler):
    server: MailStandIn

    def handle(self) -> None:
        """Answer each command."""
        self._say(b"220 sandbox")
        while True:
            line = self.rfile.readline(_LONGEST_LINE)
            if not line:
                return
            command = line[:4].decode("ascii", "replace").upper()
            self._say(_ANSWERS.get(command, b"250 ok"))
            if command == "QUIT":
                return
            if command == "DATA":
                message = self._message()
                if message is None:
                    return
                self.server.messages.append(message)
                self._say(b"250 taken")

    def _message(self) -> str | None:
        """The text up to the dot that ends it; None where the client left before."""
        lines: list[bytes] = []
        for line in iter(lambda: self.rfile.readline(_LONGEST_LINE), b""):
            if line.rstrip(b"\r\n") == b".":
                return b"".join(lines).decode("utf-8", "replace")
            lines.append(line[1:] if line.startswith(b".") else line)
        return None

    def _say(self, answer: bytes) -> None:
        self.wfile.write(answer + b"\r\n")
