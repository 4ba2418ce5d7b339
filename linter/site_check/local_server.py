"""A built site on this machine's loopback, for programs that want URLs."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

# The name of no file: to open it is an error that the server answers with 404.
_NOWHERE = ""


@contextmanager
def serve(folder: Path, base_path: str) -> Iterator[str]:
    """Serves a folder at a path of 127.0.0.1 until the block ends; gives the URL, with a slash at its end."""

    top = os.path.realpath(folder)

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, directory=str(folder), **options)

        def translate_path(self, path: str) -> str:
            asked = unquote(path.split("?", 1)[0].split("#", 1)[0])
            if "\0" in asked or not f"{asked}/".startswith(base_path):
                return _NOWHERE
            found = super().translate_path("/" + quote(asked[len(base_path) :]))
            if not os.path.exists(found) and os.path.isfile(f"{found}.html"):
                found = f"{found}.html"
            real = os.path.realpath(found)
            return found if real == top or real.startswith(top + os.sep) else _NOWHERE

        def list_directory(self, path: str | os.PathLike[str]) -> None:
            self.send_error(HTTPStatus.NOT_FOUND)

        def end_headers(self) -> None:
            # Tells LinkChecker that it need not hold back for this host's sake.
            self.send_header("LinkChecker", "welcome")
            super().end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, *args: Any) -> None:
            pass  # a client that hangs up in the middle is its own affair

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{quote(base_path)}"
        finally:
            server.shutdown()
            thread.join()
