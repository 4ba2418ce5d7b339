"""The mail server of rehearsals: what was taken is kept, what broke off is not, and nobody's terminal hears of it."""

from __future__ import annotations

import smtplib
import socket
from email.message import EmailMessage

import pytest

from linter.incidents.sandbox.mail import MailStandIn


def test_a_whole_message_is_kept_as_it_came() -> None:
    message = EmailMessage()
    message["Subject"] = "INC-7"
    message.set_content("It works again.\n.a line with a dot\n")
    with MailStandIn().running() as mail, smtplib.SMTP("127.0.0.1", mail.port) as client:
        client.send_message(message, "a@example.com", ["b@example.com"])
        kept = "".join(mail.messages)
    assert kept.replace("\r\n", "\n").endswith("\n\nIt works again.\n.a line with a dot\n")


def test_a_client_that_leaves_in_the_middle_has_sent_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with MailStandIn().running() as mail:
        with socket.create_connection(("127.0.0.1", mail.port)) as client:
            client.sendall(b"EHLO me\r\nDATA\r\nSubject: INC-7\r\n")
        with socket.create_connection(("127.0.0.1", mail.port)) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            client.sendall(b"EHLO me\r\n" * 1000)
        with smtplib.SMTP("127.0.0.1", mail.port) as last:
            last.noop()
        assert not mail.messages
    assert capfd.readouterr().err == ""
