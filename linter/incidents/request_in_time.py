"""One HTTP request that ends in time, and knows whether anything of it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from linter.incidents.work_in_time import WorkInTime

if TYPE_CHECKING:
    import httpx

_LONGEST_ANSWER = 8_000_000


class Response(NamedTuple):
    """What came back; `wait` is how many seconds the service asks to wait, None where it does not."""

    status: int
    text: str
    wait: float | None


class RequestInTime:
    """One request, which may leave only while somebody waits for it. `sent` is true once a part of it may have left."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._work: WorkInTime[Response] = WorkInTime()

    @property
    def sent(self) -> bool:
        """True from the moment at which the first byte may have left."""
        return self._work.sent

    def trace(self, event: str, about: Mapping[str, Any]) -> None:
        """Called by httpx on its way. Raises where nobody waits for the request any more, so that it never leaves."""
        # A CONNECT is for the proxy: of the request itself nothing has left.
        if event.endswith("send_request_headers.started") and about["request"].method != b"CONNECT":
            self._work.leave()

    def result(self, request: httpx.Request, seconds: float) -> Response:
        """The response; raises what httpx raises, and TimeoutError."""
        return self._work.result(lambda: self._response(request), seconds)

    def _response(self, request: httpx.Request) -> Response:
        response = self._client.send(request, stream=True)
        data = bytearray()
        for part in response.iter_bytes():
            data += part
            if len(data) > _LONGEST_ANSWER:
                raise OSError("its answer has no end")
        response.close()
        wait = _retry_after(response.headers.get("Retry-After", "")) if response.status_code >= 400 else None
        return Response(response.status_code, data.decode("utf-8", "replace"), wait)


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
