"""One retry policy: what is sent again and what is not, counted at a real server; nothing tells a token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from linter.incidents.http import Deadline, Service, ServiceError
from linter.incidents.rehearsal import ShownToken
from linter.incidents.sandbox.faults import Fault
from linter.incidents.sandbox.pagerduty import PagerDutyStandIn
from linter.incidents.sandbox.server import Sandbox

EVENT = {"routing_key": "k", "event_action": "acknowledge", "dedup_key": "a"}
CANARY = "canary-token/+1"


@contextmanager
def service(*faults: Fault, refused: bool = False, seconds: float = 20) -> Iterator[tuple[Service, Sandbox]]:
    sandbox = Sandbox([PagerDutyStandIn()], faults, refused=["pagerduty"] if refused else [])
    with sandbox.running():
        yield (
            Service(
                "PagerDuty",
                sandbox.url("pagerduty"),
                ShownToken(CANARY).read,
                Deadline(seconds),
                lambda token: {"Authorization": f"Bearer {token}"},
            ),
            sandbox,
        )


@pytest.mark.parametrize(
    ("kind", "keyed", "requests", "sent"),
    [
        ("drop", False, 1, True),
        ("lost", False, 1, True),
        ("down", False, 1, True),
        ("crash", False, 1, True),
        ("elsewhere", False, 1, False),
        ("elsewhere", True, 1, False),
        ("drop", True, 2, None),
        ("lost", True, 2, None),
        ("down", True, 2, None),
        ("crash", True, 2, None),
        ("busy", False, 2, None),
        ("busy", True, 2, None),
    ],
)
def test_only_what_does_no_harm_is_sent_again(kind: str, keyed: bool, requests: int, sent: bool | None) -> None:
    with service(Fault("enqueue", kind)) as (pagerduty, sandbox):
        if sent is None:
            assert pagerduty.call("POST", "v2/enqueue", body=EVENT, keyed=keyed).status == 202
        else:
            with pytest.raises(ServiceError) as raised:
                pagerduty.call("POST", "v2/enqueue", body=EVENT, keyed=keyed)
            assert raised.value.sent is sent
        assert len(sandbox.seen) == requests


def test_three_times_and_no_more() -> None:
    with service(*[Fault("enqueue", "crash")] * 5) as (pagerduty, sandbox):
        with pytest.raises(ServiceError, match="has trouble of its own \\(500\\)"):
            pagerduty.call("POST", "v2/enqueue", body=EVENT, keyed=True)
        assert len(sandbox.seen) == 3


def test_a_wait_beyond_the_deadline_is_not_waited_for() -> None:
    with service(Fault("enqueue", "busy", "3600")) as (pagerduty, sandbox):
        with pytest.raises(ServiceError, match="asks to wait for 3600 s") as raised:
            pagerduty.call("POST", "v2/enqueue", body=EVENT)
        assert not raised.value.sent
        assert len(sandbox.seen) == 1


@pytest.mark.parametrize("kind", ["stuck", "slow", "drip"])
def test_no_answer_in_time(kind: str) -> None:
    with service(Fault("enqueue", kind), seconds=1) as (pagerduty, sandbox):
        with pytest.raises(ServiceError, match="no answer within") as raised:
            pagerduty.call("POST", "v2/enqueue", body=EVENT)
        assert raised.value.sent
        assert len(sandbox.seen) == 1


def test_a_service_has_its_share_of_the_time_and_no_more() -> None:
    with service(*[Fault("*", "stuck")] * 9, seconds=1) as (pagerduty, sandbox):
        for _ in range(9):
            with pytest.raises(ServiceError):
                pagerduty.call("POST", "v2/enqueue", body=EVENT)
        with pytest.raises(ServiceError, match="no time is left") as raised:
            pagerduty.call("POST", "v2/enqueue", body=EVENT)
        assert not raised.value.sent
        assert len(sandbox.seen) < 9


def test_a_refused_connection_sent_nothing() -> None:
    with service(refused=True) as (pagerduty, sandbox):
        with pytest.raises(ServiceError, match="cannot be reached") as raised:
            pagerduty.call("POST", "v2/enqueue", body=EVENT)
        assert not raised.value.sent
        sandbox.bring_up("pagerduty")
        assert pagerduty.call("POST", "v2/enqueue", body=EVENT).status == 202


@pytest.mark.parametrize("url", ["https://nobody.invalid", "https://a.example:99999", "https://a..example"])
def test_an_address_that_leads_nowhere_sent_nothing(url: str) -> None:
    nowhere = Service("Jira", url, ShownToken(CANARY).read, Deadline(9), lambda _: {})
    with pytest.raises(ServiceError, match="Jira: cannot be reached") as raised:
        nowhere.call("POST", "x")
    assert not raised.value.sent


def test_what_a_service_says_comes_without_the_token() -> None:
    event = {**EVENT, "routing_key": CANARY}
    with service(Fault("enqueue", "echo"), Fault("enqueue", "crash")) as (pagerduty, sandbox):
        answer = pagerduty.call("POST", "v2/enqueue", body=event)
        assert CANARY not in answer.text + str(answer.data)
        assert "***" in answer.data["errors"][0]
        assert CANARY in sandbox.seen[0].request.authorization
        assert pagerduty.scrub("a canary-token\\/+1 b canary-token%2F%2B1") == "a *** b ***"
        assert "\x1b" not in str(pagerduty.error(f"red \x1b[31m{CANARY}\nnext line"))
        assert str(pagerduty.error(f"\x1b[31m{CANARY}\nnext line")) == "PagerDuty: [31m*** next line"
