"""What an order will still reach by itself, each with its time, and what may still be asked."""

from datetime import datetime
from typing import NamedTuple

from bihuan.domain.findings.case import Case
from bihuan.domain.findings.escalation import E1, E2, E3, E4, HALF, MOST
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.guards.procedures import (
    concluded_anew,
    review_possible,
    within_the_window,
)
from bihuan.domain.findings.rules import LoopRules
from bihuan.domain.findings.states import RECTIFY_RUNNING
from bihuan.domain.findings.timing import after, mark
from bihuan.domain.policy.actor import CLOCK
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.severity import Severity


class Ahead(NamedTuple):
    """A level to come: E0 is a reminder at ``percent`` of the time."""

    level: int
    at: datetime
    percent: int = 0


def levels_ahead(facts: FindingFacts, now: datetime, rules: LoopRules) -> tuple[Ahead, ...]:
    """Return what comes next on the rectify clock unless it is rectified, the earliest first.

    Only what follows from time: rework and recurring findings raise the level at once.
    """
    if facts.state not in RECTIFY_RUNNING:
        return ()
    half, most = rules.reminder_percents
    shares = (
        (HALF, 0, half), (MOST, 0, most), (E1, 1, rules.overdue_percent),
        (E2, 2, rules.raised_percent), (E3, 3, rules.meeting_percent),
    )  # fmt: skip
    found = {
        (level, percent if level == 0 else 0): at
        for bit, level, percent in shares
        if not facts.rectify_issued & bit
        and (at := mark(facts, "rectify", percent, rules)) is not None
    }
    if facts.severity == Severity.S1:
        _of_s1(facts, found, rules)
    listed = [Ahead(level, at, percent) for (level, percent), at in found.items() if at > now]
    return tuple(sorted(listed, key=lambda one: one.at))


def may_be_reviewed(facts: FindingFacts, now: datetime, rules: LoopRules) -> bool:
    """Tell whether the unit may still ask for a formal review of the close-out."""
    asked = Case(LoopAct.REQUEST_REVIEW, facts, CLOCK, {}, now, rules, facts.state)
    return all(one.holds(asked) for one in (review_possible, within_the_window, concluded_anew))


def _of_s1(facts: FindingFacts, found: dict[tuple[int, int], datetime], rules: LoopRules) -> None:
    """Add the levels that S1 reaches by elapsed time."""
    raised = after(facts, facts.rectify_from, rules.s1_raised_after, rules)
    if raised is not None and (2, 0) in found:
        found[2, 0] = min(found[2, 0], raised)
    talk = after(facts, facts.order_from, rules.s1_talk_after, rules)
    meeting = found.get((3, 0))
    if talk is not None and not facts.rectify_issued & E4:
        found[4, 0] = talk if meeting is None else max(talk, meeting)
