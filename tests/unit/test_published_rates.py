"""A monthly bulletin's counts, lived through 1,054 times, give its published rates.

Counts: Tianmen city management bulletin, December 2016: received 1,054, filed 996, due 972,
closed 911, on time 737; published 93.72 % and 75.82 %.
"""

from datetime import timedelta

from tests.factories.loop import (
    CLERK,
    MORNING,
    SECOND_CLERK,
    SUPERVISOR,
    UNIT,
    VERIFIER,
    Life,
)

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.rates import control_line, loop_rates
from bihuan.domain.policy.loop_acts import LoopAct as A

RECEIVED, FILED, DUE, CLOSED, ON_TIME = 1054, 996, 972, 911, 737
CUT_OFF = MORNING + timedelta(days=3)


def rejected(number: int) -> FindingFacts:
    life = Life(3 + number % 2, id=f"r{number}")
    life.do(A.REPORT, SUPERVISOR)
    life.do(A.REJECT, CLERK)
    return life.facts


def ordered(number: int, *, start: timedelta) -> Life:
    life = Life(2, id=f"o{number}", now=MORNING + start)
    return life.to_rectifying()


def not_yet_due(number: int) -> FindingFacts:
    return ordered(number, start=timedelta(days=2, hours=20)).facts


def finished(number: int, *, hours: int) -> FindingFacts:
    life = ordered(number, start=timedelta()).later(hours=hours)
    if number % 9 == 0:
        # A first feedback that fails is not the one that counts.
        life.do(A.RECTIFY, UNIT)
        life.do(A.NAME_VERIFIER, CLERK)
        life.do(A.FAIL, VERIFIER)
        life.do(A.START, UNIT)
        life.later(minutes=20)
    life.do(A.RECTIFY, UNIT)
    life.do(A.NAME_VERIFIER, CLERK)
    life.do(A.PASS, VERIFIER)
    life.do(A.CLOSE, SECOND_CLERK)
    return life.facts


def bulletin() -> list[FindingFacts]:
    rows = [rejected(n) for n in range(RECEIVED - FILED)]
    rows += [not_yet_due(n) for n in range(FILED - DUE)]
    rows += [ordered(1000 + n, start=timedelta()).facts for n in range(DUE - CLOSED)]
    rows += [finished(2000 + n, hours=13) for n in range(CLOSED - ON_TIME)]
    rows += [finished(4000 + n, hours=11) for n in range(ON_TIME)]
    return rows


def test_lived_histories_give_the_published_rates():
    rates = loop_rates(bulletin(), at=CUT_OFF)
    assert (rates.received, rates.filed, rates.due) == (RECEIVED, FILED, DUE)
    assert (rates.closed, rates.closed_on_time) == (CLOSED, ON_TIME)
    assert rates.closure.shown == "93.72 %"
    assert rates.on_time_closure.shown == "75.82 %"
    assert rates.independent.shown == "100.00 %"
    assert rates.overdue == DUE - CLOSED


def test_the_control_line_of_the_bulletin_adds_up():
    line = control_line(bulletin())
    assert line.holds
    assert line == (RECEIVED, FILED - CLOSED, CLOSED, RECEIVED - FILED, 0, 0)


def test_a_withdrawn_order_leaves_both_sides_of_a_rate():
    from tests.factories.loop import HEAD

    closed = finished(1, hours=2)
    gone = ordered(2, start=timedelta())
    gone.do(A.WITHDRAW, HEAD)
    rates = loop_rates([closed, gone.facts], at=CUT_OFF)
    assert (rates.due, rates.closed) == (1, 1)


def test_rework_does_not_buy_time():
    life = ordered(3, start=timedelta()).later(hours=11)
    life.do(A.RECTIFY, UNIT)
    life.do(A.NAME_VERIFIER, CLERK)
    life.later(hours=2).do(A.FAIL, VERIFIER)
    life.do(A.START, UNIT)
    assert life.facts.rectify_due_at > life.now
    life.do(A.RECTIFY, UNIT)
    life.do(A.NAME_VERIFIER, CLERK)
    life.do(A.PASS, VERIFIER)
    life.do(A.CLOSE, SECOND_CLERK)
    rates = loop_rates([life.facts], at=CUT_OFF)
    assert (rates.due, rates.closed, rates.closed_on_time) == (1, 1, 0)
    assert rates.rework.shown == "1/2"


def test_nothing_known_is_a_dash_and_not_zero():
    rates = loop_rates([], at=CUT_OFF)
    assert rates.closure.shown == "—"
    assert rates.median_hours is None
    assert rates.oldest_overdue_hours is None


def test_blocked_orders_are_shown_apart():
    life = ordered(5, start=timedelta())
    life.do(A.BLOCK, UNIT)
    rates = loop_rates([life.facts], at=CUT_OFF)
    assert (rates.overdue, rates.blocked) == (1, 1)
    assert rates.oldest_overdue_hours == 60
