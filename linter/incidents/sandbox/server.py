"""The server: one port for each service, faults as the script says, and a list of what was received."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from linter.config import ConfigError
from linter.incidents.sandbox.faults import Fault
from linter.incidents.sandbox.vendor import Reply, Request, Vendor, broken_contract, known_operations

_LONGEST_BODY = 1_000_000
_DRIP_SECONDS = 0.02
_RESET = struct.pack("ii", 1, 0)


class Seen(NamedTuple):
    """A request that arrived: `fault` is what went wrong with it by the script, `broken` what its sender got wrong."""

    service: str
    operation: str
    request: Request
    fault: str
    broken: str


class Sandbox:
    """The stand-ins of some services, each on a port of its own.

    `faults` are used up from the front, each by the first request for its operation. `told` hears of the faults
    `before`, `after` and `answered`, by these words and `answering`. Raises ConfigError for operations and services
    that there are not.
    """

    def __init__(
        self,
        vendors: Iterable[Vendor],
        faults: Sequence[Fault] = (),
        *,
        refused: Sequence[str] = (),
        told: Callable[[str], None] | None = None,
    ) -> None:
        self.vendors = {vendor.name: vendor for vendor in vendors}
        self.faults = list(faults)
        self.seen: list[Seen] = []
        self.told = told
        operations = {name for vendor in self.vendors for name in known_operations(vendor)}
        _refuse_unknown("operation", [fault.operation for fault in faults], operations | {"*"})
        _refuse_unknown("service", refused, self.vendors)
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._refused = set(refused)
        self._servers: dict[str, _Server] = {}
        self._threads: list[threading.Thread] = []

    @contextmanager
    def running(self) -> Iterator[Sandbox]:
        """Serve until the block ends. Raises OSError."""
        try:
            for vendor in self.vendors.values():
                self._servers[vendor.name] = _Server(self, vendor)
                if vendor.name not in self._refused:
                    self.bring_up(vendor.name)
            yield self
        finally:
            self._over.set()
            for server in self._servers.values():
                server.stop()
            for thread in self._threads:
                thread.join()

    def url(self, service: str) -> str:
        """The base of a service's addresses."""
        return f"http://127.0.0.1:{self._servers[service].server_address[1]}{self.vendors[service].prefix}"

    def bring_up(self, service: str) -> None:
        """Let a service that refused connections take them."""
        server = self._servers[service]
        server.server_activate()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        self._threads.append(thread)

    def take(self, vendor: Vendor, request: Request) -> tuple[Fault, Callable[[], Reply]]:
        """The fault that waits for a request, and what answers it."""
        operation = vendor.operation(request)
        with self._lock:
            fault = next((fault for fault in self.faults if fault.operation in (operation, "*")), Fault(operation, ""))
            if fault.kind:
                self.faults.remove(fault)
            broken = broken_contract(vendor.name, operation, request.values) if operation else "no such address"
            self.seen.append(Seen(vendor.name, operation, request, fault.kind, broken))

        def answer() -> Reply:
            with self._lock:
                return vendor.refusal(operation, broken) if broken else vendor.answer(operation, request)

        return fault, answer

    def is_over(self, seconds: float | None = None) -> bool:
        """Wait these seconds, or for as long as there is a sandbox; true once there is none."""
        return self._over.wait(seconds)


def _refuse_unknown(what: str, names: Iterable[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(sorted(known))}"
            raise ConfigError(f"the sandbox has no {what} `{name}`: {hint}")


class _Server(ThreadingHTTPServer):
    """Bound from the beginning; until it is activated the port refuses connections."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, sandbox: Sandbox, vendor: Vendor) -> None:
        super().__init__(("127.0.0.1", 0), _Handler, bind_and_activate=False)
        self.sandbox = sandbox
        self.vendor = vendor
        self.resets: set[int] = set()
        self._serving = False
        self.server_bind()

    def server_activate(self) -> None:
        super().server_activate()
        self._serving = True

    def stop(self) -> None:
        """Take no more connections."""
        if self._serving:
            self.shutdown()
        self.server_close()

    def shutdown_request(self, request: Any) -> None:
        if request.fileno() in self.resets:
            self.resets.discard(request.fileno())
            request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            request.close()
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed has nobody to tell."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._handle()

    do_POST = do_PUT = do_PATCH = do_GET  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """What was received is in the sandbox's list, without tokens."""

    def _handle(self) -> None:
        sandbox, vendor = self.server.sandbox, self.server.vendor
        request = self._read(vendor)
        fault, answer = sandbox.take(vendor, request)
        kind = fault.kind
        if kind in ("before", "after", "answered") and sandbox.told:
            self._tell(sandbox.told, kind, answer)
        elif kind in ("drop", "lost"):
            if kind == "lost":
                answer()
            self.server.resets.add(self.connection.fileno())
        elif kind in ("stuck", "slow"):
            if kind == "slow":
                answer()
            sandbox.is_over()
        elif kind == "busy":
            self._send(Reply(429, {"ok": False, "error": "ratelimited"}), ("Retry-After", fault.wait))
        elif kind == "down":
            self._send(Reply(503, {"message": "out of order"}))
        elif kind == "crash":
            answer()
            self._send(Reply(500, {"message": "something went wrong"}))
        elif kind == "drip":
            answer()
            self._send_without_end()
        elif kind == "elsewhere":
            self._send(Reply(302, {}), ("Location", "/somewhere-else"))
        elif kind == "nonsense":
            self._send(Reply(200, "<html><body>Please log in</body></html>"))
        elif kind == "refusal":
            self._send(vendor.refusal(fault.operation, "by the script"))
        elif kind == "echo":
            told = f"cannot accept {request.authorization} {json.dumps(request.values)}"
            self._send(vendor.refusal(fault.operation, told))
        else:
            self._send(answer())

    def _tell(self, told: Callable[[str], None], kind: str, answer: Callable[[], Reply]) -> None:
        if kind == "before":
            told(kind)
            self.server.resets.add(self.connection.fileno())
            return
        reply = answer()
        if kind == "after":
            told(kind)
        if kind == "answered":
            told("answering")
        self._send(reply)
        if kind == "answered":
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_WR)
            # The client closes once it has read the answer.
            self.connection.recv(1)
            told(kind)

    def _read(self, vendor: Vendor) -> Request:
        length = min(int(self.headers.get("Content-Length") or 0), _LONGEST_BODY)
        data = self.rfile.read(length)
        url = urlsplit(self.path)
        values: Any = dict(parse_qsl(url.query))
        if data:
            try:
                values = json.loads(data)
            except ValueError:
                values = {"not JSON": data.decode("utf-8", "replace")}
        if not isinstance(values, dict):
            values = {"no object": values}
        path = url.path.removeprefix(vendor.prefix).strip("/")
        return Request(self.command, path, self.headers.get("Authorization") or "", values)

    def _send_without_end(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.server.sandbox.is_over(_DRIP_SECONDS):
            self.wfile.write(b" ")

    def _send(self, reply: Reply, *headers: tuple[str, str]) -> None:
        text = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
        data = text.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", "text/html" if isinstance(reply.body, str) else "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
