"""Measures as facts: the stored row with everything that is known from elsewhere, in batches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.measures.companion import Need, Provision, shortfalls
from bihuan.domain.measures.conflicts import Other, conflicting
from bihuan.domain.measures.facts import Hand, MeasureFacts, Surroundings
from bihuan.domain.measures.legal import LegalBasis
from bihuan.domain.measures.offers import lost_ground, offer_of
from bihuan.domain.measures.scopes import Scope, ScopePlace
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level, ZoneRange, ancestors_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.selectors.law import Standing, bases, standing_of
from bihuan.features.measures.selectors.lawless import ordered_types
from bihuan.features.measures.selectors.people import names_up_from, people_and_service
from bihuan.features.measures.selectors.places import places_named
from bihuan.features.measures.selectors.rows import (
    DECIDED,
    RENEWED,
    SCOPES,
    TABLE,
    Scopes,
    Texts,
    read_rows,
)
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.measures.selectors.texts import added, zones_published
from bihuan.features.measures.selectors.then import Then
from bihuan.features.premises import api as premises
from bihuan.platform.clock import now as wall
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader
from bihuan.platform.ledger.recorded import set_back

NAMED = 3
Kind = tuple[int, str]
"""An incident and a type: measures of other types never conflict."""


def measures_where(
    session: Session,
    where: str,
    values: Sequence[Any],
    *,
    known: Sequence[incidents.IncidentView] = (),
) -> list[MeasureFacts]:
    """Return measures by a condition, each with its surroundings, by a fixed number of queries."""
    found, scopes = read_rows(session, where, values)
    return with_scopes(session, found, scopes, known=known) if found else []


def standing_where(session: Session, where: str, values: Sequence[Any]) -> list[MeasureFacts]:
    """Return measures by a condition, each with what its being in force hangs on."""
    return standing_in_each(session, where, [values])


def standing_in_each(
    session: Session, where: str, asked: Sequence[Sequence[Any]]
) -> list[MeasureFacts]:
    """Return the same for several sets of values; what they hang on is read once for all."""
    rows: list[tuple[MeasureFacts, Texts]] = []
    scopes: dict[str, Scope] = {}
    for values in asked:
        found, reach = read_rows(session, where, values)
        rows += found
        scopes |= reach
    return with_what_it_rests_on(session, rows, scopes) if rows else []


def measure_in(read: Reader, identity: str) -> MeasureFacts | None:
    """Return one measure with its surroundings."""
    found = measures_where(read.session, "id=?", (identity,))
    return found[0] if found else None


def with_scopes(
    session: Session,
    rows: Sequence[tuple[MeasureFacts, Texts]],
    scopes: Scopes,
    *,
    known: Sequence[incidents.IncidentView] = (),
) -> list[MeasureFacts]:
    """Give measures of known scope what is known from elsewhere; ``known`` incidents are read."""
    read = {view.id: view for view in known}
    views = {n: read.get(n) or incidents.incident(n) for n in {facts.incident for facts, _ in rows}}
    near = replace(
        _near(session, scopes),
        others=_others(session, set(views), [r for one in scopes.values() for r in one.ranges]),
        standing={n: standing_of(session, view) for n, view in views.items() if view},
    )
    return near.given(rows)


def with_what_it_rests_on(
    session: Session,
    rows: Sequence[tuple[MeasureFacts, Texts]],
    scopes: Scopes,
    then: Then | None = None,
) -> list[MeasureFacts]:
    """Give measures what their being in force hangs on, and nothing about their making.

    A change of profile or level ends what it does not carry in its own commit; only a superior's
    order runs out by itself, so that it is asked for where a type may need one.
    """
    near = _near(session, scopes, then)
    ordered = {facts.incident for facts, _ in rows if facts.code in ordered_types()}
    if ordered and then is None:
        views = (incidents.incident(number) for number in ordered)
        near = replace(near, standing={v.id: standing_of(session, v) for v in views if v})
    return near.given(rows)


def _near(session: Session, scopes: Scopes, then: Then | None = None) -> "_Near":
    real = wall() if then is None else then.at
    zones = {one.lo for scope in scopes.values() for one in scope.ranges}
    people, special, gone = people_and_service(zones)
    return _Near(
        # Compounds and their checks are real, in a drill too: they hold on the real date.
        ready=premises.readiness_of(
            session,
            {name: one.whole for name, one in scopes.items()},
            real,
            named={
                name: {p.compound: p.zone for p in one.places}
                for name, one in scopes.items()
                if one.places
            },
            then=None if then is None else then.ground,
        ),
        law_day=real.astimezone(LOCAL).date(),
        scopes=places_named(scopes),
        people=people,
        bases=bases(session, None if then is None else then.bases),
        special=special,
        gone=gone,
    )


def _others(
    session: Session, numbers: set[int], every: Sequence[ZoneRange]
) -> Mapping[Kind, list[Other]]:
    """Return the decided measures that may meet some ranges: those inside, and those around."""
    found: dict[Kind, list[Other]] = {}
    if not every:
        return found
    lo, hi = min(one.lo for one in every), max(one.hi for one in every)
    above = sorted({zone for one in every for zone in ancestors_of(one.lo)})
    marks, states = ", ".join("?" * len(numbers)), ", ".join("?" * len(DECIDED))
    rows = session.all(
        "SELECT m.incident, m.id, m.code, m.starts_at, m.ends_at, s.zone, s.zone_hi,"  # noqa: S608
        " s.compound, s.building"
        f" FROM {SCOPES} s JOIN {TABLE} m ON m.id=s.measure"
        f" WHERE (s.zone BETWEEN ? AND ? OR s.zone IN ({', '.join('?' * len(above))}))"
        f" AND m.incident IN ({marks}) AND m.state IN ({states})",
        (lo, hi, *above, *numbers, *DECIDED),
    )
    for incident, identity, code, begin, end, low, high, compound, building in rows:
        reach = (ZoneRange(low, high),)
        places = (ScopePlace(low, compound, building),) if compound else ()
        found.setdefault((incident, code), []).append(
            Other(identity, code, reach, instant_of(begin), instant_of(end), places)
        )
    return found


@dataclass(frozen=True, slots=True)
class _Near:
    """What a batch of measures shares: registers read once."""

    ready: Mapping[str, premises.Readiness]
    scopes: Scopes
    people: Mapping[int, Any]
    bases: Mapping[str, LegalBasis]
    special: frozenset[int]
    gone: frozenset[int]
    law_day: date
    others: Mapping[Kind, list[Other]] = field(default_factory=dict)
    standing: "Mapping[int, Standing]" = field(default_factory=dict)

    def given(self, rows: Sequence[tuple[MeasureFacts, Texts]]) -> list[MeasureFacts]:
        return [
            replace(facts, around=self.around(facts, said, self.scopes[facts.id]))
            for facts, said in rows
        ]

    def around(
        self,
        facts: MeasureFacts,
        said: Texts,
        scope: Scope,
    ) -> Surroundings:
        kind = catalogue().types.get(facts.code)
        people = self._residents(scope)
        ready = self.ready[facts.id]
        return Surroundings(
            type=kind,
            not_offered=self._refusal(facts, scope),
            lost=self._lost(facts),
            assessors=self._assessors(facts, scope),
            basis=self.bases.get(facts.basis),
            law_day=self.law_day,
            answers={q: (bool(yes), why) for q, (yes, why) in said["answers"].items()},
            parts=said["parts"],
            companion={need: (who, much) for need, (who, much) in said["companion"].items()},
            scope=scope.ranges,
            places=scope.places,
            zones=len(scope.whole) + len(scope.places),
            people=people,
            first_unknown=() if people is not None else self._unknown(scope),
            extra=self._extra(scope),
            first_gone=self._named(lo for lo in _lows(scope.ranges) if lo in self.gone),
            compounds=ready.compounds,
            without_plan=ready.without_plan + ready.bare,
            unsafe=ready.unsafe,
            undrawn=ready.undrawn,
            first_undrawn=ready.first_undrawn,
            seen=None if facts.drill else ready.recorded,  # a drill's instants are its own
            set_back=set_back(ready.recorded),
            companion_short=self._short(said["companion"], scope, people),
            conflicts=self._conflicts(facts, scope),
            add_on=added(facts, said),
            codes=zones_published(facts, said),
            renews_level=said.get(RENEWED),
        )

    def _residents(self, scope: Scope) -> int | None:
        """Return who lives in a scope; None while one part of it is unknown."""
        known = [one and one.residents for one in map(self.people.get, _lows(scope.whole))]
        known += [one.residents for one in scope.places]
        return None if None in known else sum(one for one in known if one)

    def _unknown(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """Return the names of some parts whose residents nobody knows."""
        found = self._named(lo for lo in _lows(scope.whole) if lo not in self.people)
        places = ((one.zh, one.en) for one in scope.places if one.residents is None)
        return (*found, *places)[:NAMED]

    def _named(self, zones: Iterable[int]) -> tuple[tuple[str, str], ...]:
        """Return the names of some zones, Chinese and English, at most three."""
        listed = list(zones)
        names = names_up_from(listed) if listed else {}
        known = (names[one] for one in listed if one in names)
        return tuple((one.zh, one.en or one.zh) for one in known)[:NAMED]

    def _extra(self, scope: Scope) -> bool:
        return any(one.lo in self.special for one in scope.ranges)

    def _short(self, plan: Mapping[str, Any], scope: Scope, people: int | None) -> int:
        """Count the needs left short: all of them while nobody knows for how many."""
        if people is None:
            return len(Need)
        given = {
            str(need): Provision(str(plan[need][0]), int(plan[need][1]))
            for need in Need
            if need in plan
        }
        return len(shortfalls(given, people, extra=self._extra(scope)))

    def _conflicts(self, facts: MeasureFacts, scope: Scope) -> tuple[str, ...]:
        if facts.starts_at is None or facts.ends_at is None:
            return ()
        mine = Other(
            facts.id, facts.code, scope.ranges, facts.starts_at, facts.ends_at, scope.places
        )
        return conflicting(mine, self.others.get((facts.incident, facts.code), ()))

    def _lost(self, facts: MeasureFacts) -> Refusal | None:
        standing = self.standing.get(facts.incident)
        kind = catalogue().types.get(facts.code)
        if standing is None:
            return None
        profile = standing.adoption.profile
        return lost_ground(kind, profile, standing.circumstances, facts.basis)

    def _assessors(self, facts: MeasureFacts, scope: Scope) -> tuple[Hand, ...]:
        standing = self.standing.get(facts.incident)
        return () if standing is None else standing.assessing(scope)

    def _refusal(self, facts: MeasureFacts, scope: Scope) -> Refusal | None:
        kind = catalogue().types.get(facts.code)
        standing = self.standing.get(facts.incident)
        if kind is None or standing is None:
            return None
        level = Level(facts.decider_level) if facts.decider_level else kind.decider.level
        asking = standing.asking(level, scope, facts.basis)
        return offer_of(kind, standing.adoption.profile, asking).refusal


def _lows(ranges: Sequence[ZoneRange]) -> list[int]:
    return [one.lo for one in ranges]
