"""What one hand does to several measures at once: each is decided by itself, in order.

A measure that something stands in the way of is left as it is and keeps its reason; what is
decided before it counts when the next one is looked at.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bihuan.domain.measures.catalogue import Part
from bihuan.domain.measures.conflicts import Other, conflicting
from bihuan.domain.measures.decide import MeasureStep, decide
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.signing import standing_in_the_way
from bihuan.domain.measures.states import MeasureState
from bihuan.domain.policy.actor import Actor
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal

S = MeasureState
TOGETHER: Mapping[str, str] = {
    Act.PASS_LEGAL_CHECK: S.LEGAL_CHECK,
    Act.OBJECT_TO_MEASURE: S.LEGAL_CHECK,
    Act.GIVE_OPINION: S.EXPERT_OPINION,
    Act.APPROVE_MEASURE: S.EXPERT_OPINION,
}
"""Acts that one hand does to all measures of a package that stand in a state."""
BEFORE = (S.DRAFT, S.LEGAL_CHECK, S.EXPERT_OPINION, S.DECIDED, S.NOTICE_PUBLISHED)
"""States that a signature can still take further."""
LATER = "measure_begins_later"
"""The one condition that a signed measure may still wait for."""
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Course:
    """What becomes of one measure: its steps, each with the facts it met, and what stops it."""

    facts: MeasureFacts
    steps: tuple[tuple[MeasureStep, MeasureFacts], ...] = ()
    stopped: Refusal | None = None


def wants(act: str, one: MeasureFacts) -> bool:
    """Tell whether a measure waits for an act of those that are done together."""
    if one.state != TOGETHER[act]:
        return False
    if act == Act.GIVE_OPINION:
        return not one.opinion
    if act == Act.APPROVE_MEASURE:
        kind = one.around.type
        return kind is not None and kind.city_approval and one.approved_at is None
    return True


def acted(
    act: str, measures: Iterable[MeasureFacts], *, by: Actor, said: Said, now: datetime
) -> list[Course]:
    """Decide one act on each of several measures."""
    return [walked((act,), one, by=by, said=said, now=now) for one in measures]


def signed(
    measures: Iterable[MeasureFacts], *, by: Actor, said: Said, now: datetime
) -> list[Course]:
    """Take each measure from the opinion to being in force, or say what stands in the way."""
    found: list[Course] = []
    for one in measures:
        met = _meeting(one, found)
        wrong = standing_in_the_way(met, by, now, said)
        if wrong:
            found.append(Course(one, stopped=wrong[0]))
            continue
        course = walked(tuple(_steps(met)), met, by=by, said=said, now=now)
        whole = course.stopped is None or course.stopped.code == LATER
        found.append(course if whole else Course(one, stopped=course.stopped))
    return found


def walked(
    acts: Sequence[str], facts: MeasureFacts, *, by: Actor, said: Said, now: datetime
) -> Course:
    """Decide acts one after the other, each on what the one before left; the first no ends it."""
    steps: list[tuple[MeasureStep, MeasureFacts]] = []
    here = facts
    for act in acts:
        step = decide(act, here, by=by, payload=said, now=now)
        if isinstance(step, Refusal):
            return Course(facts, tuple(steps), step)
        steps.append((step, here))
        here = after(here, step)
    return Course(facts, tuple(steps))


def after(facts: MeasureFacts, step: MeasureStep) -> MeasureFacts:
    """Return a measure as a step leaves it."""
    return replace(facts, **step.changes, version=facts.version + 1)


def _meeting(one: MeasureFacts, before: Iterable[Course]) -> MeasureFacts:
    """Add the conflicts with what the same hand has just decided."""
    mine = _other(one)
    others = [_other(course.facts) for course in before if course.steps]
    if mine is None:
        return one
    met = conflicting(mine, [other for other in others if other])
    known = dict.fromkeys((*one.around.conflicts, *met))
    return replace(one, around=replace(one.around, conflicts=tuple(known)))


def _other(one: MeasureFacts) -> Other | None:
    if one.starts_at is None or one.ends_at is None:
        return None
    near = one.around
    return Other(one.id, one.code, near.scope, one.starts_at, one.ends_at, near.places)


def _steps(one: MeasureFacts) -> Iterator[str]:
    if one.state == S.EXPERT_OPINION:
        yield Act.DECIDE_MEASURE
    if one.notice_at is None:
        yield Act.PUBLISH_NOTICE
    if one.reported_at is None:
        yield Act.REPORT_UPWARD
    kind = one.around.type
    if kind is not None and Part.COMPANION_PLAN in kind.parts and one.companion_at is None:
        yield Act.PROVIDE_COMPANION
    yield Act.ACTIVATE_MEASURE
