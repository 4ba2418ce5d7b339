"""Calls to services over HTTP: one adapter, one retry policy, one deadline.

A call is sent again only where that can do no harm: where nothing was sent; on 429, after the time that the service
asks for; after a 5xx or a broken connection where the call is keyed, so that twice is once. Vendors' own clients
send a POST twice after one reset connection, or cannot say whether anything was sent; httpx sends once and says.

A service may take three tenths of the run's time, one call half of that: three that are down end in time, and none of
them takes the time of another.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlsplit

from linter.incident_keys import LOOPBACK
from linter.incidents.network import in_words, proxy_for, trusted
from linter.incidents.request_in_time import RequestInTime

if TYPE_CHECKING:
    import httpx

_TRIES = 3
_PAUSE_SECONDS = 0.2
_LONGEST_SAID = 300
_NO_TIME = 0.02
_SCHEMES = {"Basic", "Bearer", "OAuth"}


class ServiceError(Exception):
    """A call that did not succeed. `sent` is true where the service may have got it and done what it asks."""

    def __init__(self, message: str, *, sent: bool = False) -> None:
        super().__init__(message)
        self.sent = sent


class Deadline:
    """When a run must be over."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def wait(self, seconds: float) -> None:
        """Do not count some seconds: the run has waited for another."""
        self._end += seconds

    def left(self) -> float:
        """The seconds that are left; negative where it is over."""
        return self._end - time.monotonic()

    @property
    def share(self) -> float:
        """The seconds that one service may take: three that are down leave time for a fourth."""
        return self.seconds * 0.3


class Answer(NamedTuple):
    """What a service answered; `data` is its JSON, None where it is none."""

    status: int
    data: Any
    text: str

    def get(self, *keys: str) -> str:
        """The text at a path of keys; empty where there is none."""
        value = self.data
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return str(value) if isinstance(value, (str, int)) else ""


class Service:
    """One service: its address, its token, and its share of the run's time.

    `token` gives the token within some seconds, and raises ServiceError where there is none. `headers` makes the
    headers of it. The token is read at the first call and kept nowhere else; answers and errors come without it.
    """

    def __init__(
        self,
        name: str,
        url: str,
        token: Callable[[float], str],
        deadline: Deadline,
        headers: Callable[[str], Mapping[str, str]],
    ) -> None:
        self.name = name
        self.url = url.rstrip("/")
        self._read_token = token
        self._headers = headers
        self._deadline = deadline
        self._share = deadline.share
        self._spent = 0.0
        self._secrets: tuple[str, ...] = ()
        self._token = ""
        self._client: httpx.Client | None = None

    def token(self) -> str:
        """The token. Raises ServiceError where there is none."""
        if not self._token:
            started = time.monotonic()
            try:
                self._token = self._read_token(max(self._left(), _NO_TIME))
            except ServiceError as error:
                raise self.error(str(error)) from None
            finally:
                self._spent += time.monotonic() - started
            words = {word for value in self._headers(self._token).values() for word in value.split()}
            # JSON may write a slash as `\/`.
            written = {self._token, quote(self._token, safe=""), self._token.replace("/", "\\/")}
            secrets = written | (words - _SCHEMES)
            self._secrets = tuple(sorted(secrets, key=len, reverse=True))
        return self._token

    def call(
        self, method: str, path: str, *, body: Any = None, query: Mapping[str, str] | None = None, keyed: bool = False
    ) -> Answer:
        """The answer to a call, unless it is a 3xx, 429 or 5xx. `keyed`: sent twice, it does no more than once.

        Raises ServiceError.
        """
        self.token()
        keyed = keyed or method == "GET"
        for tries in range(1, _TRIES + 1):
            wait = _PAUSE_SECONDS * tries
            try:
                answer, wanted = self._send(method, path, body, query)
            except ServiceError as error:
                trouble, again = error, keyed or not error.sent
            else:
                if answer.status < 300 or (400 <= answer.status < 500 and answer.status != 429):
                    return answer
                again = answer.status == 429 or (keyed and answer.status >= 500)
                trouble = self._refusal(answer, wanted)
                wait = wait if wanted is None else wanted
            if not again or tries == _TRIES or wait > self._left():
                raise trouble
            time.sleep(wait)
            self._spent += wait
        raise AssertionError("the last try returns or raises")

    def pause(self) -> None:
        """Wait for a tenth of the service's time: what it has just been told may not be found yet."""
        seconds = max(min(self._share / 10, self._left()), 0)
        time.sleep(seconds)
        self._spent += seconds

    def scrub(self, value: Any) -> Any:
        """A value without the token, wherever it stands in it, and without what no file can hold.

        Raises RecursionError for one that is nested too deeply.
        """
        if isinstance(value, str):
            # JSON can name half of a pair of surrogates.
            value = value.encode("utf-8", "replace").decode("utf-8")
            for secret in self._secrets:
                value = value.replace(secret, "***")
            return value
        if isinstance(value, dict):
            return {self.scrub(key): self.scrub(item) for key, item in value.items()}
        return [self.scrub(item) for item in value] if isinstance(value, list) else value

    def error(self, said: str, *, sent: bool = False) -> ServiceError:
        """An error in one printable line without the token."""
        line = " ".join(str(self.scrub(said)).split())
        line = "".join(character for character in line if character.isprintable())
        short = line if len(line) <= _LONGEST_SAID else f"{line[: _LONGEST_SAID - 1]}…"
        return ServiceError(f"{self.name}: {short}", sent=sent)

    @property
    def _is_here(self) -> bool:
        """True for a service on this machine: no proxy leads to it."""
        return urlsplit(self.url).hostname in LOOPBACK

    @property
    def _way(self) -> str:
        """What to add to where a service cannot be reached: the reader would look for the fault at its end."""
        proxy = "" if self._is_here else proxy_for(self.url)
        return f" through the proxy {proxy}" if proxy else ""

    def _opened(self, httpx: ModuleType) -> httpx.Client:
        """What requests are sent with. Raises ServiceError where the environment sets what cannot be used."""
        if self._client is None:
            try:
                self._client = httpx.Client(
                    verify=trusted(), trust_env=not self._is_here, limits=httpx.Limits(max_keepalive_connections=0)
                )
            except (httpx.InvalidURL, ImportError, OSError, ValueError) as error:
                raise self.error(f"cannot be reached{self._way}: {error}") from None
        return self._client

    def _left(self) -> float:
        return min(self._deadline.left(), self._share - self._spent)

    def _refusal(self, answer: Answer, wanted: float | None) -> ServiceError:
        if answer.status == 429:
            asked = f" for {wanted:g} s" if wanted is not None else ""
            return self.error(f"asks to wait{asked} (429), and this run does not last that long: resume it later")
        if answer.status < 400:
            return self.error(f"sends elsewhere ({answer.status}): set its `url` to its own address")
        # A page for browsers tells nobody anything here.
        said = "" if answer.text.lstrip()[:1] in ("", "<") else f": {answer.text}"
        return self.error(f"has trouble of its own ({answer.status}){said}", sent=True)

    def _send(self, method: str, path: str, body: Any, query: Mapping[str, str] | None) -> tuple[Answer, float | None]:
        """The answer to one request, and the seconds that the service asks to wait. Raises ServiceError."""
        seconds = min(self._share / 2, self._left())
        if seconds < _NO_TIME:
            raise self.error("no time is left for it in this run: resume it")
        httpx = _httpx(self)
        client = self._opened(httpx)
        sending = RequestInTime(client)
        headers = {"Accept": "application/json", "User-Agent": "runbook-linter", **self._headers(self._token)}
        started = time.monotonic()
        try:
            request = client.build_request(
                method,
                f"{self.url}/{path.lstrip('/')}",
                params=query,
                headers=headers,
                json=body,
                timeout=seconds,
                extensions={"trace": sending.trace},
            )
            response = sending.result(request, seconds)
        except (TimeoutError, httpx.TimeoutException):
            raise self.error(f"no answer within {seconds:.0f} s{self._way}", sent=sending.sent) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            what = "the connection broke off" if sending.sent else f"cannot be reached{self._way}"
            raise self.error(f"{what}: {in_words(error)}", sent=sending.sent) from None
        finally:
            self._spent += time.monotonic() - started
        text = self.scrub(response.text)
        return Answer(response.status, self._data(response.text), text), response.wait

    def _data(self, text: str) -> Any:
        """What an answer holds, None where it is no JSON that anybody could work with."""
        try:
            return self.scrub(json.loads(text))
        except (ValueError, RecursionError):
            return None


def _httpx(service: Service) -> ModuleType:
    """The library, imported when the first call is made: without services, declaring needs none."""
    try:
        import httpx
    except ModuleNotFoundError:
        raise service.error("httpx is not installed: pip install 'runbook-linter[incident]'") from None
    return httpx
