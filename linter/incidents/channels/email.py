"""Updates by e-mail: SMTP (RFC 5321) with STARTTLS (RFC 3207); those of one incident make one thread.

A server cannot be asked whether it has a message. So an update that may have been sent is sent again under the same
Message-ID, by which mail programs and servers know that it is the same.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

from linter.incident_keys import LOOPBACK
from linter.incidents.channel_settings import Email
from linter.incidents.http import Deadline, ServiceError
from linter.incidents.network import in_words, trusted
from linter.incidents.steps import Outcome
from linter.incidents.update import OutgoingUpdate, lines_of
from linter.incidents.work_in_time import WorkInTime
from linter.reporting.incidents import printable

_NO_ID = re.compile(r"[^A-Za-z0-9._-]", re.ASCII)


class EmailChannel:
    """A list of recipients."""

    name = "email"
    can_find = False
    problem = ""

    def __init__(self, settings: Email, deadline: Deadline) -> None:
        self._settings = settings
        self._deadline = deadline
        self._spent = 0.0

    def payload(self, update: OutgoingUpdate) -> Any:
        """The message as it leaves."""
        return self._message(update).as_string()

    def send(self, update: OutgoingUpdate) -> Outcome:
        """Hand the message to the server. Raises ServiceError."""
        message, seconds, started = self._message(update), self._seconds(), time.monotonic()
        work: WorkInTime[Outcome] = WorkInTime()
        try:
            return work.result(lambda: self._handed_over(message, seconds, work.leave), seconds)
        except TimeoutError:
            raise ServiceError(f"email: no answer within {seconds:.0f} s", sent=work.sent) from None
        finally:
            self._spent += time.monotonic() - started

    def find(self, update: OutgoingUpdate) -> Outcome | None:
        """Never anything: a mail server does not tell."""
        return None

    def _handed_over(self, message: EmailMessage, seconds: float, leave: Callable[[], None]) -> Outcome:
        """The message is with the server; `leave` is called before it is told of it. Raises ServiceError."""
        password = self._settings.password.read(seconds) if self._settings.user else ""
        server = self._connected(password, seconds)
        try:
            leave()
            refused = server.send_message(message)
        except smtplib.SMTPNotSupportedError as error:
            raise ServiceError(f"email: {error}") from None
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal("no recipient is accepted", *next(iter(error.recipients.values()))) from None
        except smtplib.SMTPResponseException as error:
            raise _refusal("the message is refused", error.smtp_code, error.smtp_error) from None
        except (OSError, smtplib.SMTPException) as error:
            raise ServiceError(f"email: the connection broke off: {in_words(error)}", sent=True) from None
        finally:
            server.close()
        note = f"refused: {', '.join(sorted(refused))}" if refused else ""
        return Outcome(id=str(message["Message-ID"]), note=note)

    def _connected(self, password: str, seconds: float) -> smtplib.SMTP:
        """A session that is encrypted, and logged in if there is a password. Raises ServiceError."""
        host, port = self._settings.host, self._settings.port
        try:
            # Without a name of its own the client would look one up, and wait for a network that may be down.
            server = smtplib.SMTP(host, port, local_hostname=socket.gethostname(), timeout=seconds)
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            raise ServiceError(f"email: {host}:{port} cannot be reached: {in_words(error)}") from None
        try:
            self._begin(server, password)
        except BaseException as error:
            server.close()
            raise _said(f"{host}:{port}", error, password) from None
        return server

    def _begin(self, server: smtplib.SMTP, password: str) -> None:
        host = self._settings.host
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=trusted())
            server.ehlo()
        elif host not in LOOPBACK:
            raise ServiceError(f"email: {host} offers no STARTTLS: everybody on the way could read along")
        if password:
            server.login(self._settings.user, password)

    def _message(self, update: OutgoingUpdate) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        domain = parseaddr(self._settings.sender)[1].rpartition("@")[2] or "localhost"
        message["From"] = self._settings.sender
        message["To"] = ", ".join(self._settings.to)
        # The same for each update: some programs make threads by it.
        message["Subject"] = update.headline
        message["Date"] = format_datetime(update.time)
        message["Message-ID"] = _message_id(update, update.id, domain)
        if update.first_id != update.id:
            message["In-Reply-To"] = message["References"] = _message_id(update, update.first_id, domain)
        message["Auto-Submitted"] = "auto-generated"
        facts = "\n".join(f"{name}: {value}" for name, value in update.facts)
        message.set_content("\n\n".join(part for part in (lines_of(update.parts), facts) if part) + "\n")
        return message

    def _seconds(self) -> float:
        seconds = min(self._deadline.share - self._spent, self._deadline.left())
        if seconds <= 0:
            raise ServiceError("email: no time is left for it in this run: resume it")
        return seconds


def _message_id(update: OutgoingUpdate, id: str, domain: str) -> str:
    # An id that somebody wrote by hand may hold anything.
    return f"<{update.incident}.{_NO_ID.sub('-', id)}@{domain}>"


def _said(where: str, error: BaseException, password: str) -> BaseException:
    """What went wrong before a message was handed over."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _refusal("no session", error.smtp_code, error.smtp_error, password)
    if isinstance(error, ssl.SSLError):
        return ServiceError(f"email: {where}: no secure connection: {in_words(error)}")
    if isinstance(error, (OSError, smtplib.SMTPException)):
        return ServiceError(f"email: {where}: {in_words(error)}")
    return error


def _refusal(what: str, code: int, said: bytes | str, secret: str = "") -> ServiceError:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return ServiceError(f"email: {what}: {code} {printable(text.replace(secret, '***') if secret else text)}")
