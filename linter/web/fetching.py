"""One URL asked over the network: redirects followed by hand, faults tried again, the answer read as far as needed."""

from __future__ import annotations

import asyncio
import codecs
import random
import re
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import aiohttp

from linter.web.addresses import Gatekeeper, GuardedResolver, RefusedError
from linter.web.anchors_in import missing_anchors
from linter.web.answer import Answer
from linter.web.hosts import GAP, Host

HOPS = 5
_AT_ONCE = 256
PATIENCE = 15.0
_READ = 64_000
_READ_FOR_ANCHORS = 3_000_000
_LONGEST_PAUSE = 60.0
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_GONE = (404, 410)
_BUSY = (429, 503)
_TRIES = {"busy": 2, "server": 2, "network": 1, "gone": 1}
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_NOT_FOUND = re.compile(
    r"\b(?:404|page (?:was )?not found|page (?:does not|doesn't) exist|nothing (?:was )?found here)\b", re.I
)
_NO_SUCH_NAME = "no such host"


class Fetcher:
    """Asks for URLs; made and used within one running loop.

    `tokens` are sent to just their host, over https, and to no place that it redirects to. `patience` is how long a
    host may be silent, in seconds, `gap` the time between two requests to it.
    """

    def __init__(
        self,
        allow_private: Iterable[str],
        tokens: Mapping[str, str],
        agent: str,
        gap: float = GAP,
        patience: float = PATIENCE,
    ) -> None:
        self._gatekeeper = Gatekeeper(tuple(allow_private))
        self._tokens = {host.casefold(): token for host, token in tokens.items()}
        self._agent = agent
        self._gap = gap
        self._timeout = aiohttp.ClientTimeout(total=3 * patience, connect=patience, sock_read=patience)
        self._hosts: dict[str, Host] = {}
        self._room = asyncio.Semaphore(_AT_ONCE)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[None]:
        """Connections are kept open within, and closed after."""
        async with self._make(keep=True) as self._kept, self._make(keep=False) as self._new:
            yield

    def _make(self, *, keep: bool) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=GuardedResolver(self._gatekeeper), limit=_AT_ONCE, force_close=not keep, ttl_dns_cache=300
        )
        return aiohttp.ClientSession(
            connector=connector,
            timeout=self._timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            headers={"User-Agent": self._agent, "Accept": "text/html,application/xhtml+xml,*/*;q=0.8"},
            max_line_size=32_768,
            max_field_size=32_768,
        )

    async def ask(self, url: str, fragments: Iterable[str], known: Mapping[str, str]) -> Answer:
        """Ask for a URL, again where that may help. `known` are the headers of an earlier answer, to be sent back."""
        left = dict(_TRIES)
        wanted = frozenset(fragments)
        fresh_connection = False
        while True:
            answer = await self._once(url, wanted, known, fresh_connection=fresh_connection)
            kind = _fault(answer)
            if not kind or not left[kind]:
                return answer
            left[kind] -= 1
            # A 404 may come from a load balancer's one bad server: confirmed on a connection of its own.
            fresh_connection = True
            if kind != "gone":
                # How long a busy host wants to be left alone, its gate knows.
                await asyncio.sleep(random.uniform(0.2, 0.6))

    async def _once(
        self, url: str, wanted: frozenset[str], known: Mapping[str, str], *, fresh_connection: bool
    ) -> Answer:
        """Follow the redirects to the end."""
        here = url
        permanent = True
        for hop in range(HOPS + 1):
            try:
                self._gatekeeper.check_url(here)
                answer, onward = await self._request(here, wanted, known, fresh_connection, first=hop == 0)
            except RefusedError as error:
                return Answer(trouble=str(error), refused=True, final_url=here)
            except TimeoutError:
                return Answer(trouble="no answer in time", final_url=here)
            except (aiohttp.ClientError, OSError, ValueError) as error:
                refused = _behind(error, RefusedError)
                if refused:
                    return Answer(trouble=str(refused), refused=True, final_url=here)
                return _broken(error)._replace(final_url=here)
            if not onward:
                return answer._replace(final_url=here, permanent=permanent and hop > 0)
            permanent = permanent and answer.status in _PERMANENT
            here = onward
        return Answer(trouble=f"more than {HOPS} redirects", final_url=here)

    async def _request(
        self, url: str, wanted: frozenset[str], known: Mapping[str, str], fresh_connection: bool, *, first: bool
    ) -> tuple[Answer, str]:
        """One request: the answer, and where it redirects to."""
        parts = urlsplit(url)
        host = self._hosts.setdefault(parts.netloc.rpartition("@")[2].casefold(), Host(self._gap))
        headers = dict(known) if first else {}
        token = self._tokens.get((parts.hostname or "").casefold())
        if first and token and parts.scheme == "https":
            headers["Authorization"] = f"Bearer {token}"
        session = self._new if fresh_connection else self._kept
        async with host.turn(), self._room, session.get(url, headers=headers, allow_redirects=False) as response:
            status = response.status
            target = response.headers.get("Location", "")
            if status in _REDIRECTS and target:
                return Answer(status), urljoin(url, target).partition("#")[0]
            if status in _BUSY:
                pause = _retry_after(response.headers.get("Retry-After", ""))
                if status == 429:
                    host.slow_down(pause)
                else:
                    host.pause(pause)
            if status == 304:
                return Answer(status, fresh=False), ""
            if not 200 <= status < 300:
                return Answer(status, _worded(status, response.reason)), ""
            missing, gone = await _read(response, wanted)
            etag, changed = response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
            return Answer(status, missing=missing, likely_gone=gone, etag=etag, last_modified=changed), ""


async def _read(response: aiohttp.ClientResponse, wanted: frozenset[str]) -> tuple[frozenset[str], bool]:
    """The anchors that are not on the page, and whether it says "not found"; as much is read as that needs."""
    if "html" not in response.content_type:
        return frozenset(), False
    most = _READ_FOR_ANCHORS if wanted else _READ
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_chunked(65_536):
        parts.append(part)
        size += len(part)
        if size >= most:
            break
    text = b"".join(parts).decode(_charset(response), "replace")
    title = _TITLE.search(text)
    gone = title is not None and _NOT_FOUND.search(title[1]) is not None
    # What was not read may hold the anchor.
    missing = missing_anchors(text, wanted) if wanted and size < most else set()
    return frozenset(missing), gone


def _charset(response: aiohttp.ClientResponse) -> str:
    try:
        return codecs.lookup(response.charset or "utf-8").name
    except LookupError:
        return "utf-8"


def _fault(answer: Answer) -> str:
    """What kind of fault an answer is that may pass; empty for none."""
    if answer.refused or answer.no_such_host:
        return ""
    if answer.status in _BUSY:
        return "busy"
    if answer.status >= 500:
        return "server"
    if answer.status in _GONE:
        return "gone"
    return "network" if answer.status == 0 and answer.trouble.startswith(("no answer", "the connection")) else ""


def _broken(error: Exception) -> Answer:
    if _behind(error, aiohttp.ClientConnectorDNSError):
        return Answer(trouble=_NO_SUCH_NAME, no_such_host=True)
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        inner = error.certificate_error
        why = inner.verify_message if isinstance(inner, ssl.SSLCertVerificationError) else "not trusted"
        return Answer(trouble=f"its certificate is not valid: {why}")
    if _behind(error, ssl.SSLError) or isinstance(error, aiohttp.ClientSSLError):
        return Answer(trouble="no secure connection can be made")
    if isinstance(error, aiohttp.ClientConnectorError):
        return Answer(trouble="nobody answers there")
    if isinstance(error, (aiohttp.InvalidURL, ValueError)):
        return Answer(trouble="not a URL", refused=True)
    return Answer(trouble="the connection broke off")


def _behind(error: BaseException | None, kind: type[BaseException]) -> BaseException | None:
    """The error, or that behind it, of a kind."""
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, kind):
            return error
        error = error.__cause__ or error.__context__ or getattr(error, "os_error", None)
        seen += 1
    return None


def _retry_after(value: str) -> float:
    """Seconds to wait, a minute at most: the header has seconds or a date (RFC 9110, 10.2.3)."""
    if value.strip().isdigit():
        return min(float(value), _LONGEST_PAUSE)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, min((then - datetime.now(UTC)).total_seconds(), _LONGEST_PAUSE))


def _worded(status: int, reason: str | None) -> str:
    words = re.sub(r"[^\w .,'-]", "", reason or "")[:60]
    return f"{status} {words}".strip()
