"""Fifty hosts on the loopback interface, each with twenty addresses that behave as sites do, well and badly."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from aiohttp import web

PAGE = "<html><head><title>Page</title></head><body><h1 id='top-of-it'>A</h1><p id=one>x<p id='two'>y<a name=three></a>"


class Expected(NamedTuple):
    """What a URL is expected to come to; `reason` is a part of it."""

    verdict: str
    reason: str = ""


PATHS: dict[str, Expected] = {
    "/ok": Expected("ok"),
    "/slow": Expected("ok"),
    "/fragment#one": Expected("ok"),
    "/fragment#nowhere": Expected("dead", "no anchor `#nowhere`"),
    "/moved": Expected("moved"),
    "/moved-308": Expected("moved"),
    "/always-busy": Expected("blocked", "429"),
    "/chain": Expected("moved"),
    "/hang": Expected("unreachable", "no answer in time"),
    "/gone": Expected("dead", "410"),
    "/missing": Expected("dead", "404"),
    "/bad-certificate": Expected("unreachable", "its certificate is not valid"),
    "/forbidden": Expected("blocked", "403"),
    "/no-head": Expected("ok"),
    "/busy-once": Expected("ok"),
    "/down-once": Expected("ok"),
    "/reset": Expected("unreachable", "broke off"),
    "/to-private": Expected("skipped", "private"),
    "/large": Expected("ok"),
    "/not-found-page": Expected("ok"),
}


class Hosts:
    """Servers on 127.0.0.1 … 127.0.0.50, all on one port. `seen` counts requests by URL."""

    def __init__(self, folder: Path, count: int = 50) -> None:
        self.count = count
        self._certificate = _bad_certificate(folder)
        self.seen: Counter[str] = Counter()
        self.headers: dict[str, dict[str, str]] = {}
        self.port = 0
        self.secure_port = 0

    @contextlib.contextmanager
    def running(self) -> Iterator[Hosts]:
        """Serve in a thread of its own."""
        ready = threading.Event()
        stop = asyncio.Event()
        loops: list[asyncio.AbstractEventLoop] = []

        async def main() -> None:
            loops.append(asyncio.get_running_loop())
            app = web.Application()
            app.router.add_route("*", "/{tail:.*}", self._answer)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            first = web.TCPSite(runner, "127.0.0.1", 0)
            await first.start()
            self.port = first._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
            secure = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=self._certificate)
            await secure.start()
            self.secure_port = secure._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
            for number in range(2, self.count + 1):
                await web.TCPSite(runner, f"127.0.0.{number}", self.port).start()
                await web.TCPSite(runner, f"127.0.0.{number}", self.secure_port, ssl_context=self._certificate).start()
            ready.set()
            await stop.wait()
            await runner.cleanup()

        thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
        thread.start()
        ready.wait(20)
        try:
            yield self
        finally:
            loops[0].call_soon_threadsafe(stop.set)
            thread.join(10)

    def urls(self) -> dict[str, Expected]:
        """All URLs with what each is expected to come to."""
        return {
            self.url(path, number): expected for number in range(1, self.count + 1) for path, expected in PATHS.items()
        }

    def url(self, path: str, number: int = 1) -> str:
        """The URL of a path at one of the hosts."""
        if path == "/bad-certificate":
            return f"https://127.0.0.{number}:{self.secure_port}{path}"
        return f"http://127.0.0.{number}:{self.port}{path}"

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        url = f"http://{request.host}{request.path}"
        self.seen[url] += 1
        self.headers[url] = dict(request.headers)
        again = self.seen[url] > 1
        path = request.path
        if path in ("/moved", "/moved-308", "/found"):
            status = {"/moved": 301, "/moved-308": 308, "/found": 302}[path]
            return web.Response(status=status, headers={"Location": "/ok"})
        if path == "/chain":
            return web.Response(status=301, headers={"Location": "/moved"})
        if path == "/round":
            return web.Response(status=302, headers={"Location": "/round"})
        if path == "/to-private":
            return web.Response(status=302, headers={"Location": "http://10.0.0.1/secret"})
        if path in ("/gone", "/missing", "/forbidden"):
            return web.Response(status={"/gone": 410, "/missing": 404, "/forbidden": 403}[path])
        if path == "/missing-once" and not again:
            return web.Response(status=404)
        if path == "/no-head" and request.method == "HEAD":
            return web.Response(status=405)
        if path == "/busy-once" and not again:
            return web.Response(status=429, headers={"Retry-After": "1"})
        if path == "/always-busy":
            return web.Response(status=429, headers={"Retry-After": "0"})
        if path == "/down-once" and not again:
            return web.Response(status=503)
        if path == "/reset":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if path == "/slow":
            await asyncio.sleep(0.5)
        if path == "/hang":
            await asyncio.sleep(600)
        if path == "/large":
            response = web.StreamResponse(headers={"Content-Type": "text/html"})
            await response.prepare(request)
            with contextlib.suppress(ConnectionError):
                for _ in range(200):
                    await response.write(b"x" * 100_000)
            return response
        if path == "/not-found-page":
            return web.Response(text="<title>404 - Page not found</title>", content_type="text/html")
        etag = f'"{path}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        return web.Response(text=PAGE, content_type="text/html", headers={"ETag": etag})


def _bad_certificate(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody trusts."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], capture_output=True, check=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
