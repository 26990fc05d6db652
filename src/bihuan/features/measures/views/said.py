"""What a measure says that whoever signs it has to have read: its rule and the seven answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.measures.catalogue import Part
from bihuan.domain.measures.companion import Need, wanted
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.guards import decidable_until
from bihuan.domain.measures.proportionality import Question
from bihuan.domain.measures.scopes import Scope
from bihuan.domain.measures.states import BEFORE_DECISION, MeasureState
from bihuan.domain.measures.together import BEFORE, TOGETHER, wants
from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import Level, ancestor_of, level_of
from bihuan.features.measures.labels.names import NEEDS, QUESTIONS
from bihuan.features.measures.permissions import can_act
from bihuan.features.measures.selectors.notices import rules_said
from bihuan.features.measures.selectors.rules import proposed_reasons
from bihuan.platform.auth import ActingPost
from bihuan.platform.i18n import choose

Answer = tuple[Any, bool | None, str]


def answers_of(one: MeasureFacts) -> list[Answer]:
    """Return each of the seven questions with its answer and reason; None while it is open.

    A reason that was taken over as a package proposes it is told in the language of the page.
    """
    given = ((q, *one.around.answers.get(q, (None, ""))) for q in Question)
    known = proposed_reasons()
    return [(QUESTIONS[q], yes, choose(why, known.get(why, why))) for q, yes, why in given]


def rules_of(one: MeasureFacts) -> list[tuple[Any, Any]]:
    """Return what the measure asks in words, as its notice will tell it; missing parts too."""
    return list(rules_said(one, missing=True))


def companion_of(one: MeasureFacts) -> list[tuple[Any, str, int, int | None]]:
    """Return who provides for each need, for how many, and for how many it takes; if asked for."""
    around = one.around
    if around.type is None or Part.COMPANION_PLAN not in around.type.parts:
        return []
    due = {
        need: None if around.people is None else wanted(need, around.people, extra=around.extra)
        for need in Need
    }
    return [(NEEDS[n], *around.companion.get(n, ("", 0)), due[n]) for n in Need]


def signed_of(one: MeasureFacts) -> dict[str, Any]:
    """Return what whoever signs a measure has to have read of it, for its row on a page."""
    return {"rules": rules_of(one), "answers": answers_of(one), "companion": companion_of(one)}


def where_of(scope: Scope, names: Mapping[int, Any]) -> list[str]:
    """Return where a scope lies, part by part, in the page's language."""
    found = [zone_said(one.lo, names) for one in scope.whole if one.lo in names]
    for place in scope.places:
        around = str(names.get(place.zone, ""))
        found.append(f"{around} {choose(place.zh, place.en)}".strip())
    return found


def zone_said(zone: int, names: Mapping[int, Any]) -> str:
    """Return a zone's name; a grid's behind its community's, as its number says little alone."""
    around = ancestor_of(zone, Level.COMMUNITY) if level_of(zone) is Level.GRID else 0
    return f"{names.get(around, '')} {names[zone]}".strip()


@dataclass(frozen=True, slots=True)
class DecideBy:
    """Until when what waits can be decided with the beginning it names; whether that is past."""

    begins: datetime
    until: datetime
    late: bool


def decide_by(measures: Iterable[MeasureFacts], at: datetime) -> DecideBy | None:
    """Return until when the first of several undecided measures can be decided as drafted."""
    found = [
        (until, one.starts_at)
        for one in measures
        if one.state in (MeasureState.NEW, *BEFORE_DECISION)
        and (until := decidable_until(one))
        and one.starts_at
    ]
    if not found:
        return None
    until, begins = min(found)
    return DecideBy(begins, until, at > until)


def waits_for(by: ActingPost, one: MeasureFacts) -> bool:
    """Tell whether a measure waits for this hand: then its text stands open before it."""
    if one.state in BEFORE and can_act(by, Act.DECIDE_MEASURE, one.zone):
        return True
    return any(wants(act, one) and can_act(by, act, one.zone) for act in TOGETHER)
