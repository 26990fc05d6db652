"""Binds a finding's facts to the policy of the loop."""

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.transitions import MAIN
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import Subject, check
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_check import can_loop, check_loop
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import ZoneRange
from bihuan.platform.auth import ActingPost


def check_act(by: ActingPost, act: LoopAct, facts: FindingFacts) -> Refusal | None:
    """Say whether a post may do an act to this finding."""
    return check_loop(act, by.actor, facts)


def may_report_any_type(by: ActingPost) -> bool:
    """Tell whether a post reports findings of every type; too much control everybody may."""
    return can_loop(LoopAct.REPORT, by.actor)


def view_subject(facts: FindingFacts) -> Subject:
    """Return the finding as a thing to look at: its zone, its unit, who has a task in it."""
    units = (facts.author_unit, facts.issuer_unit, facts.verifier_unit)
    shared = frozenset(unit for unit in units if unit)
    return Subject(ZoneRange(facts.zone, facts.zone), facts.handler_unit or 0, shared)


def may_view(by: ActingPost, facts: FindingFacts) -> bool:
    """Tell whether a post may see this finding's page."""
    return check(Act.VIEW_ORDER, by.actor, view_subject(facts)) is None


# Whoever has one of these to do here may add a picture of the place.
_HANDS_ON = (
    LoopAct.FIX_ON_SITE, LoopAct.FILE, LoopAct.ASSIGN, LoopAct.RECTIFY, LoopAct.PASS,
    LoopAct.CLOSE, LoopAct.BEGIN_LOOK_BACK, LoopAct.DISPUTE,
)  # fmt: skip


def may_add_evidence(by: ActingPost, facts: FindingFacts) -> bool:
    """Tell whether a post may add pictures: it reported the finding or has a task in it.

    Nothing is shown any more of what has come to its end.
    """
    if facts.state in MAIN.final or not may_view(by, facts):
        return False
    return by.post == facts.author_post or any(
        check_loop(act, by.actor, facts) is None for act in _HANDS_ON
    )


def may_finish_items(by: ActingPost, facts: FindingFacts) -> bool:
    """Tell whether a post may tick the items of this order."""
    return check_act(by, LoopAct.RECTIFY, facts) is None
