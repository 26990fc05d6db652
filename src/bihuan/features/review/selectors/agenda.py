"""Tonight's agenda from facts, fitted into the hour; nothing grave falls off its end."""

from collections.abc import Sequence
from dataclasses import replace

from bihuan.features.review.selectors.nights import PINNED
from bihuan.platform.figures import AgendaFact, AgendaKind, Evaluated, Fact, Words, shown
from bihuan.platform.figures.sections import SAFEGUARDS_SECTION

HOUR = 60
SHORTEST = 2
SAFEGUARDS_MINUTES, PLAN_MINUTES, REST_MINUTES = 6, 8, 2
NO_SAFEGUARDS = Words("今晚没有监督保障指标", "No safeguards figures tonight")


def fitted(facts: Sequence[AgendaFact], figures: Sequence[Evaluated]) -> list[AgendaFact]:
    """Return the agenda: the facts in order within the hour, then safeguards, then the plan.

    Items are shortened before any is left out; what still does not fit stands together in one
    item that names every one of them. The safeguards and the plan are always there.
    """
    pinned = [_safeguards(figures), _plan()]
    facts = [fact for fact in facts if fact.kind not in PINNED]
    room = HOUR - sum(item.minutes for item in pinned)
    each = max(SHORTEST, room // len(facts)) if facts else room
    wished = sum(fact.minutes for fact in facts)
    cut = facts if wished <= room else [_at_most(fact, each) for fact in facts]
    if sum(fact.minutes for fact in cut) > room:
        count = (room - REST_MINUTES) // SHORTEST
        cut = [*cut[:count], _others(cut[count:])]
    return [*cut, *pinned]


def _at_most(fact: AgendaFact, minutes: int) -> AgendaFact:
    return replace(fact, minutes=max(1, min(fact.minutes, minutes)))


def _others(rest: Sequence[AgendaFact]) -> AgendaFact:
    words = Words(f"其余 {len(rest)} 项，一并过目", f"{len(rest)} further items, seen together")
    named = tuple(Fact(fact.title, fact.subject) for fact in rest)
    return AgendaFact(rest[0].kind, "further", words, named, minutes=REST_MINUTES)


def _safeguards(figures: Sequence[Evaluated]) -> AgendaFact:
    own = [one for one in figures if one.figure.section == SAFEGUARDS_SECTION]
    facts = tuple(Fact(one.figure.words, shown(one.value)) for one in own)
    return AgendaFact(
        AgendaKind.SAFEGUARDS,
        "safeguards",
        Words("监督保障（固定议题）", "Safeguards (always on the agenda)"),
        facts or (Fact(NO_SAFEGUARDS, "—"),),
        minutes=SAFEGUARDS_MINUTES,
    )


def _plan() -> AgendaFact:
    return AgendaFact(
        AgendaKind.PLAN,
        "plan",
        Words("明日方案与对外口径", "Tomorrow's plan and the public message"),
        minutes=PLAN_MINUTES,
    )
