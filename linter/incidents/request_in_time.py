"""One HTTP request that ends in time, and knows whether anything of it was sent."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import httpx

_LONGEST_ANSWER = 8_000_000


class Response(NamedTuple):
    """What came back; `wait` is how many seconds the service asks to wait, None where it does not."""

    status: int
    text: str
    wait: float | None


class RequestInTime:
    """One request in a thread of its own: neither a slow look-up of a name nor a dripping answer outlasts its time.

    `sent` is true from the moment at which the first byte may have left.
    """

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._given_up = False
        self.sent = False
        self._response: Response | None = None
        self._error: Exception | None = None

    def trace(self, event: str, _about: Mapping[str, Any]) -> None:
        """Called by httpx on its way. Raises where nobody waits for the request any more, so that it never leaves."""
        if event.endswith("send_request_headers.started"):
            with self._lock:
                if self._given_up:
                    raise TimeoutError
                self.sent = True

    def result(self, request: httpx.Request, seconds: float) -> Response:
        """The response; raises what httpx raises, and TimeoutError."""
        thread = threading.Thread(target=self._run, args=(request,), daemon=True)
        thread.start()
        thread.join(seconds)
        with self._lock:
            self._given_up = True
        if self._error is not None:
            raise self._error
        if self._response is None:
            raise TimeoutError
        return self._response

    def _run(self, request: httpx.Request) -> None:
        try:
            response = self._client.send(request, stream=True)
            data = bytearray()
            for part in response.iter_bytes():
                data += part
                if len(data) > _LONGEST_ANSWER:
                    raise OSError("its answer has no end")
            response.close()
            wait = _retry_after(response.headers.get("Retry-After", "")) if response.status_code >= 400 else None
            self._response = Response(response.status_code, data.decode("utf-8", "replace"), wait)
        except Exception as error:
            self._error = error


def _retry_after(value: str) -> float | None:
    """The seconds of a Retry-After header (RFC 9110, 10.2.3); None where it says nothing that can be read."""
    if value.isascii() and value.isdigit():
        return float(value[:9])
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds(), 0.0)
