"""Which stored pictures stand in for words: those of the one who acts, made for this act.

A picture of the fault is no evidence that it was put right, and the last round's is none for
this one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.policy.loop_acts import LoopAct

FOUND, FEEDBACK, VERIFICATION, LOOK_BACK = "found", "feedback", "verification", "look_back"
"""The stages at which a picture is added."""

SHOWN_BY_PICTURES = frozenset(
    {
        LoopAct.RECTIFY, LoopAct.DISPUTE, LoopAct.FAIL, LoopAct.CONFIRM_LOOK_BACK, LoopAct.REOPEN,
    }
)  # fmt: skip
"""Acts whose words a picture can stand in for. A fix on the spot is none of them: its pictures
cannot be told from those of the fault."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A stored picture of the place: at which stage, when, by which post of which unit."""

    stage: str
    at: datetime
    post: int
    unit: int | None


def standing_in(
    act: LoopAct,
    facts: FindingFacts,
    pictures: Iterable[Shown],
    *,
    looked_back_at: datetime | None = None,
) -> int:
    """Return how many pictures stand in for the words of an act.

    Parameters
    ----------
    act, facts
        What is to be done, to which finding.
    pictures
        All pictures of the finding.
    looked_back_at
        When the last look-back was booked or ended; what was shown before belongs to that one.
    """
    return sum(_stands(act, facts, one, looked_back_at) for one in pictures)


def _stands(act: LoopAct, facts: FindingFacts, one: Shown, looked_back_at: datetime | None) -> bool:
    of_unit = one.unit is not None and one.unit == facts.handler_unit
    if act is LoopAct.RECTIFY:
        begun = (facts.assigned_at, facts.failed_at)
        return one.stage == FEEDBACK and of_unit and _since(one, *begun)
    if act is LoopAct.DISPUTE:
        return one.stage in (FEEDBACK, VERIFICATION) and of_unit and _since(one, facts.assigned_at)
    if act is LoopAct.FAIL:
        own = one.post == facts.verifier_post
        return one.stage == VERIFICATION and own and _since(one, facts.rectified_at)
    own = act in SHOWN_BY_PICTURES and one.post == facts.look_back_post
    return one.stage == LOOK_BACK and own and _since(one, facts.closed_at, looked_back_at)


def _since(one: Shown, *begun: datetime | None) -> bool:
    known = [at for at in begun if at is not None]
    return bool(known) and one.at >= max(known)
