"""Slack's Web API: methods, messages that can be found again.

Over our own adapter instead of `slack_sdk`: its client (3.48.0) turns a timeout while connecting and one while sending
into the same URLError, so that nobody can say whether anything was sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from linter.incidents.http import Deadline, Service, ServiceError
from linter.incidents.json_values import items_at, text_at
from linter.incidents.settings import Slack
from linter.incidents.steps import Outcome

# Slack says of these that a part of the operation may have succeeded.
_UNSURE = ("fatal_error", "internal_error", "request_timeout", "service_unavailable")
EXPLAINED = {
    "invalid_auth": "it does not know the token",
    "not_authed": "it got no token",
    "account_inactive": "the token's account is no longer active",
    "token_revoked": "the token was revoked",
    "token_expired": "the token has expired",
    "not_in_channel": "the app is no member of the channel: invite it there",
    "restricted_action": "the workspace does not let the app do this",
}
_EVENT = "incident_message"
_READING = ("conversations.list", "conversations.history")


class SlackError(ServiceError):
    """`ok: false`; `code` is Slack's name of what is wrong."""

    def __init__(self, error: ServiceError, code: str) -> None:
        super().__init__(str(error), sent=error.sent)
        self.code = code


def slack_service(settings: Slack, deadline: Deadline) -> Service:
    """Slack's Web API with the bot's token."""
    return Service(
        "Slack", settings.url, settings.token.read, deadline, lambda token: {"Authorization": f"Bearer {token}"}
    )


def slack_call(service: Service, method: str, values: Mapping[str, Any], *, keyed: bool = False) -> dict[str, Any]:
    """The answer of a method. Raises ServiceError, SlackError where Slack says no."""
    if method in _READING:
        answer = service.call("GET", method, query={name: str(value) for name, value in values.items()})
    else:
        answer = service.call("POST", method, body=dict(values), keyed=keyed)
    if not isinstance(answer.data, dict) or "ok" not in answer.data:
        raise service.error(f"its answer to {method} ({answer.status}) is none of Slack's", sent=True)
    if answer.data["ok"] is True:
        return answer.data
    code = answer.get("error")
    said = f"{EXPLAINED[code]} ({code})" if code in EXPLAINED else code
    if code == "missing_scope":
        said = f"the token lacks the scope {answer.get('needed')}"
    about = answer.data.get("response_metadata")
    more = about.get("messages") if isinstance(about, dict) else None
    details = f": {'; '.join(map(str, more))}" if isinstance(more, list) and more else ""
    raise SlackError(service.error(f"{method}: {said}{details}", sent=code in _UNSURE), code)


def pages(service: Service, method: str, values: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """The items of all pages of a list, for as long as the service has time. Raises ServiceError."""
    cursor = ""
    while True:
        answer = slack_call(service, method, {**values, **({"cursor": cursor} if cursor else {})})
        yield from items_at(answer, name)
        cursor = text_at(answer, "response_metadata", "next_cursor")
        if not cursor:
            return


def post_message(service: Service, channel: str, text: str, key: str) -> Outcome:
    """Post a message that carries a key, so that it can be found again. Raises ServiceError."""
    metadata = {"event_type": _EVENT, "event_payload": {"key": key}}
    # What an address in the text leads to is not to be shown, nor fetched.
    quiet = {"unfurl_links": False, "unfurl_media": False}
    values = {"channel": channel, "text": text, **quiet, "metadata": metadata}
    return Outcome(text_at(slack_call(service, "chat.postMessage", values), "ts"))


def find_message(service: Service, channel: str, key: str) -> Outcome | None:
    """The message that carries a key. Raises ServiceError."""
    values = {"channel": channel, "limit": 200, "include_all_metadata": "true"}
    for message in pages(service, "conversations.history", values, "messages"):
        is_ours = text_at(message, "metadata", "event_type") == _EVENT
        if is_ours and text_at(message, "metadata", "event_payload", "key") == key:
            return Outcome(text_at(message, "ts"))
    return None


def escaped(text: str) -> str:
    """Text that mentions nobody and links nowhere: `<!channel>` would call everybody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
