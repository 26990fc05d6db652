"""The public notice of a measure: one record, told in several forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

from bihuan.domain.chain.canonical import micros
from bihuan.domain.measures.catalogue import ENGLISH, Part
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.reading import state_as_of
from bihuan.domain.measures.scopes import Scope
from bihuan.domain.measures.states import ENDED, IN_FORCE
from bihuan.domain.zones import ZoneRange
from bihuan.features.measures.labels.articles import cited
from bihuan.features.measures.labels.names import PARTS
from bihuan.features.measures.selectors.goes_on import (
    GoesOn,
    going_on_after,
    gone_before,
    number_of,
)
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.measures.selectors.stored import standing_in_each, standing_where
from bihuan.features.premises import api as premises
from bihuan.features.territory import api as territory
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures import Words
from bihuan.platform.i18n import chinese, choose

OVER = frozenset({*ENDED, "AFTERCARE", "ARCHIVED"})
MOST_COMPOUNDS = 40
PUBLISHED = ("NOTICE_PUBLISHED", "ACTIVE", "SUSPENDED", "LIFTED", "EXPIRED", "REVOKED")
MOST = 200


@dataclass(frozen=True, slots=True)
class Decided:
    """A text as it was decided, in Chinese, with its English version where one was given."""

    zh: str
    en: str

    def __str__(self) -> str:
        """Return the text in the language of the page; ask ``untranslated`` first."""
        return choose(self.zh, self.en or self.zh)

    @property
    def untranslated(self) -> bool:
        """Tell whether the page speaks English and no English was given."""
        return not self.en and not chinese()

    def said(self, language: str) -> str:
        """Return the text for a language; a sentence in Chinese is never told as English."""
        if language.startswith("zh"):
            return self.zh
        return self.en or f"(No English was given; the Chinese text is the decided one.) {self.zh}"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says; whoever reads it needs nothing else."""

    measure: MeasureFacts
    number: Words
    title: Words
    where: tuple[Words, ...]
    basis: Words
    in_force: bool
    over: bool
    suspended: bool
    rules: tuple[tuple[Words, Decided], ...]
    gates: tuple[premises.Entrances, ...] = ()
    more_compounds: int = 0
    ahead: bool = False
    next: GoesOn | None = None
    former: tuple[str, Words] | None = None

    @property
    def purpose(self) -> Decided:
        """What the measure is for."""
        return Decided(self.measure.purpose, self.measure.purpose_en)

    @property
    def exceptions(self) -> Decided:
        """Who and what is exempt."""
        return Decided(self.measure.exceptions, self.measure.exceptions_en)

    @property
    def begins(self) -> datetime:
        """When it begins."""
        assert self.measure.starts_at is not None  # noqa: S101  (no notice without a period)
        return self.measure.starts_at

    @property
    def ends(self) -> datetime:
        """When it ends by itself."""
        assert self.measure.ends_at is not None  # noqa: S101  (no notice without a period)
        return self.measure.ends_at

    @property
    def ended(self) -> datetime:
        """When it ended or will: by a decision before its time, or by itself."""
        return min(self.measure.ended_at or self.ends, self.ends)


def notices(
    *, incident: int, at: datetime, page: int = 1, scope: ZoneRange | None = None
) -> list[Notice]:
    """Return a page of the notices of an incident, those in force first, soonest end first.

    A page has at most 200; with a scope only what touches it.
    """
    return notices_by_incident({incident: at}, page=page, scope=scope)[incident]


def notices_by_incident(
    clocks: Mapping[int, datetime], *, page: int = 1, scope: ZoneRange | None = None
) -> Mapping[int, list[Notice]]:
    """Return the same for several incidents, each at its own instant, by one query for each.

    What the measures hang on and the names of their zones are read once for all.
    """
    marks = ", ".join("?" * len(PUBLISHED))
    here, reach = ("", ()) if scope is None else (_TOUCHING, (scope.hi, scope.lo))
    where = (
        f"incident=? AND notice_at IS NOT NULL AND state IN ({marks}){here}"
        " ORDER BY ended_at IS NOT NULL OR ends_at<=?, ends_at, id LIMIT ? OFFSET ?"
    )
    asked = [
        (incident, *PUBLISHED, *reach, micros(at), MOST, (page - 1) * MOST)
        for incident, at in clocks.items()
    ]
    told = _told(standing_in_each(Session(), where, asked), clocks)
    told.sort(key=lambda one: (one.over, not one.in_force))
    return {n: [one for one in told if one.measure.incident == n] for n in clocks}


_TOUCHING = " AND id IN (SELECT measure FROM measures_scope WHERE zone<=? AND zone_hi>=?)"


def notice_of(identity: str, at: datetime) -> Notice | None:
    """Return the notice of one measure; None while none is published."""
    found = standing_where(Session(), "id=?", (identity,))
    one = found[0] if found else None
    if one is None or one.notice_at is None or one.starts_at is None or one.ends_at is None:
        return None
    told = replace(told_of(one, at), next=_next(one, at), former=gone_before(one))
    if Part.GATE_PLAN not in catalogue().types[one.code].parts:
        return told
    covered = one.around.covered
    gates = tuple(premises.entrances_in(
        covered.whole, most=MOST_COMPOUNDS, compounds=[place.compound for place in covered.places]
    ))  # fmt: skip
    return replace(told, gates=gates, more_compounds=one.around.compounds - len(gates))


def _next(one: MeasureFacts, at: datetime) -> GoesOn | None:
    """Return what goes on after a measure; it holds people only while it stands, as read."""
    found = going_on_after(one, at)
    if found is None or not found.in_force:
        return found
    read = standing_where(Session(), "id=?", (found.measure,))
    return replace(found, in_force=any(state_as_of(each, at) in IN_FORCE for each in read))


def told_of(one: MeasureFacts, at: datetime) -> Notice:
    """Tell a measure as its notice."""
    return _told([one], {one.incident: at})[0]


def _told(measures: Sequence[MeasureFacts], clocks: Mapping[int, datetime]) -> list[Notice]:
    """Tell measures as their notices; names are read once for all."""
    chains = territory.name_chains({r.lo for one in measures for r in one.around.scope})
    return [
        _notice(one, places_told(one.around.covered, chains), clocks[one.incident])
        for one in measures
    ]


def _notice(one: MeasureFacts, where: tuple[Words, ...], at: datetime) -> Notice:
    kind = catalogue().types[one.code]
    law = Words(*cited(one.basis))
    drill = Words("【演练】", "[Drill] ") if one.drill else Words("", "")
    number = number_of(one.notice_year, one.notice_number, drill=one.drill)
    title = Words(f"{drill.zh}关于{kind.names.zh}的公告", f"{drill.en}Notice: {kind.names.en}")
    state = state_as_of(one, at)
    return Notice(
        one, number, title, where, law, state in IN_FORCE, state in OVER, state == "SUSPENDED",
        rules_said(one), ahead=one.starts_at is not None and at < one.starts_at,
    )  # fmt: skip


def places_told(scope: Scope, chains: Mapping[int, Sequence[Any]]) -> tuple[Words, ...]:
    """Return where a scope lies, every part by its full name."""
    found = [_chain_told(chains[one.lo]) for one in scope.whole if one.lo in chains]
    for place in scope.places:
        around = _chain_told(chains.get(place.zone, ()))
        found.append(Words(around.zh + place.zh, f"{place.en}, {around.en}".rstrip(", ")))
    return tuple(found)


def _chain_told(chain: Sequence[Any]) -> Words:
    """Return a zone by its full name; the city's own only where the whole city is meant."""
    below = chain[1:] or chain
    return Words("".join(step.zh for step in below), ", ".join(step.en for step in below[::-1]))


def rules_said(one: MeasureFacts, *, missing: bool = False) -> tuple[tuple[Words, Decided], ...]:
    """Return what a measure asks in words: every part that its drafter has to say."""
    parts = one.around.parts
    return tuple(
        (_part(part), Decided(parts.get(part, ""), parts.get(f"{part}{ENGLISH}", "")))
        for part in catalogue().types[one.code].said_parts
        if missing or parts.get(part)
    )


def _part(part: Part) -> Words:
    return Words(*(_in(language, PARTS[part]) for language in ("zh-hans", "en")))


def _in(language: str, text: Promise) -> str:
    with override(language):
        return str(text)
