"""Measures as facts: the stored row with everything that is known from elsewhere, in batches."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import UnionType
from typing import Any, get_args, get_type_hints

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.measures.companion import Need, Provision, shortfalls
from bihuan.domain.measures.conflicts import Other, conflicting, forbidden_words
from bihuan.domain.measures.facts import COLUMNS, MeasureFacts, Surroundings
from bihuan.domain.measures.legal import Confirmation, LegalBasis
from bihuan.domain.measures.offers import Asking, offer_of
from bihuan.domain.profiles import Circumstances, ResponseLevel
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level, ZoneCodeError, ZoneRange, ancestors_of, range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.selectors.people import people_and_service
from bihuan.features.measures.selectors.rules import catalogue, shipped_bases
from bihuan.features.premises import api as premises
from bihuan.platform.clock import now as wall
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader

TABLE, SCOPES, BASES = "measures_measure", "measures_scope", "measures_basis"
SAID = ("answers", "parts", "companion")
_KINDS = get_type_hints(MeasureFacts)
_INSTANTS = frozenset(
    name
    for name in COLUMNS
    if isinstance(_KINDS[name], UnionType) and datetime in get_args(_KINDS[name])
)
_WITH_SCOPE = (
    f"SELECT {', '.join((*COLUMNS, *SAID))}, (SELECT json_group_array(json_array(zone, zone_hi))"  # noqa: S608
    f" FROM {SCOPES} WHERE measure={TABLE}.id) FROM {TABLE}"
)
AT_ONCE = 10_000
"""Values in one list of a query; a database takes no endless one."""
LEVELS = dict(enumerate(ResponseLevel, start=1))
DECIDED = ("DECIDED", "NOTICE_PUBLISHED", "ACTIVE", "SUSPENDED")
Texts = Mapping[str, Any]
Kind = tuple[int, str]
"""An incident and a type: measures of other types never conflict."""


def facts_of(row: Sequence[Any]) -> tuple[MeasureFacts, Texts]:
    """Return the facts of a row in the order of ``COLUMNS``, and its JSON texts after them."""
    values = dict(zip(COLUMNS, row, strict=False))
    for name in _INSTANTS:
        values[name] = None if values[name] is None else instant_of(values[name])
    values["drill"] = bool(values["drill"])
    said = {name: json.loads(text or "{}") for name, text in zip(SAID, row[-3:], strict=True)}
    return MeasureFacts(**values), said


def measures_where(
    session: Session,
    where: str,
    values: Sequence[Any],
    *,
    known: Sequence[incidents.IncidentView] = (),
) -> list[MeasureFacts]:
    """Return measures by a condition, each with its surroundings, by a fixed number of queries."""
    found, scopes = _read(session, where, values)
    return with_scopes(session, found, scopes, known=known) if found else []


def standing_where(session: Session, where: str, values: Sequence[Any]) -> list[MeasureFacts]:
    """Return measures by a condition, each with what its being in force hangs on."""
    return standing_in_each(session, where, [values])


def standing_in_each(
    session: Session, where: str, asked: Sequence[Sequence[Any]]
) -> list[MeasureFacts]:
    """Return the same for several sets of values; what they hang on is read once for all."""
    rows: list[tuple[MeasureFacts, Texts]] = []
    scopes: dict[str, tuple[ZoneRange, ...]] = {}
    for values in asked:
        found, reach = _read(session, where, values)
        rows += found
        scopes |= reach
    return with_what_it_rests_on(session, rows, scopes) if rows else []


def _read(
    session: Session, where: str, values: Sequence[Any]
) -> tuple[list[tuple[MeasureFacts, Texts]], Mapping[str, tuple[ZoneRange, ...]]]:
    rows = session.all(f"{_WITH_SCOPE} WHERE {where}", tuple(values))
    return [facts_of(row[:-1]) for row in rows], {row[0]: _ranges(row[-1]) for row in rows}


def _ranges(text: str) -> tuple[ZoneRange, ...]:
    return tuple(ZoneRange(lo, hi) for lo, hi in sorted(json.loads(text)))


def measure_in(read: Reader, identity: str) -> MeasureFacts | None:
    """Return one measure with its surroundings."""
    found = measures_where(read.session, "id=?", (identity,))
    return found[0] if found else None


def bare_measure(read: Reader, identity: str) -> MeasureFacts | None:
    """Return one measure without its surroundings: enough to write down that it is over."""
    row = read.one(TABLE, (*COLUMNS, *SAID), id=identity)
    return None if row is None else facts_of(row)[0]


def scopes_of(session: Session, measures: Sequence[str]) -> Mapping[str, tuple[ZoneRange, ...]]:
    """Return the ranges that measures cover."""
    found: dict[str, list[ZoneRange]] = {identity: [] for identity in measures}
    for start in range(0, len(measures), AT_ONCE):
        some = tuple(measures[start : start + AT_ONCE])
        marks = ", ".join("?" * len(some))
        rows = session.all(
            f"SELECT measure, zone, zone_hi FROM {SCOPES} WHERE measure IN ({marks})"  # noqa: S608
            " ORDER BY zone",
            some,
        )
        for identity, lo, hi in rows:
            found[identity].append(ZoneRange(lo, hi))
    return {identity: tuple(ranges) for identity, ranges in found.items()}


def with_scopes(
    session: Session,
    rows: Sequence[tuple[MeasureFacts, Texts]],
    scopes: Mapping[str, tuple[ZoneRange, ...]],
    *,
    known: Sequence[incidents.IncidentView] = (),
) -> list[MeasureFacts]:
    """Give measures of known scope what is known from elsewhere; ``known`` incidents are read."""
    read = {view.id: view for view in known}
    views = {n: read.get(n) or incidents.incident(n) for n in {facts.incident for facts, _ in rows}}
    near = replace(
        _near(session, scopes),
        others=_others(session, set(views), [r for one in scopes.values() for r in one]),
        standing={n: standing_of(session, view) for n, view in views.items() if view},
    )
    return near.given(rows, scopes)


def with_what_it_rests_on(
    session: Session,
    rows: Sequence[tuple[MeasureFacts, Texts]],
    scopes: Mapping[str, tuple[ZoneRange, ...]],
) -> list[MeasureFacts]:
    """Give measures what their being in force hangs on, and nothing about their making."""
    return _near(session, scopes).given(rows, scopes)


def _near(session: Session, scopes: Mapping[str, tuple[ZoneRange, ...]]) -> "_Near":
    zones = {one.lo for ranges in scopes.values() for one in ranges}
    people, special = people_and_service(zones)
    return _Near(
        # Compounds and their checks are real, in a drill too: they hold on the real date.
        ready=premises.readiness_of(session, scopes, wall()),
        people=people,
        bases=bases(session),
        special=special,
    )


def bases(session: Session) -> Mapping[str, LegalBasis]:
    """Return every article of the register, confirmed or not."""
    rows = session.all(f"SELECT id, text, text_hash, confirmation, last_day FROM {BASES}")  # noqa: S608
    said = {row[0]: row[1:] for row in rows}
    found = {}
    for reference, shipped in shipped_bases().items():
        text, digest, standing, last = said.get(reference, ("", "", "unconfirmed", ""))
        end = None if not last else datetime.fromisoformat(last).date()
        found[reference] = LegalBasis(
            reference, text, shipped.first, end, Confirmation(standing), digest
        )
    return found


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
        f"SELECT m.incident, m.id, m.code, m.starts_at, m.ends_at, s.zone, s.zone_hi"  # noqa: S608
        f" FROM {SCOPES} s JOIN {TABLE} m ON m.id=s.measure"
        f" WHERE (s.zone BETWEEN ? AND ? OR s.zone IN ({', '.join('?' * len(above))}))"
        f" AND m.incident IN ({marks}) AND m.state IN ({states})",
        (lo, hi, *above, *numbers, *DECIDED),
    )
    for incident, identity, code, begin, end, low, high in rows:
        reach = (ZoneRange(low, high),)
        found.setdefault((incident, code), []).append(
            Other(identity, code, reach, instant_of(begin), instant_of(end))
        )
    return found


@dataclass(frozen=True, slots=True)
class _Near:
    """What a batch of measures shares: registers read once."""

    ready: Mapping[str, premises.Readiness]
    people: Mapping[int, Any]
    bases: Mapping[str, LegalBasis]
    special: frozenset[int]
    others: Mapping[Kind, list[Other]] = field(default_factory=dict)
    standing: "Mapping[int, Standing]" = field(default_factory=dict)

    def given(
        self,
        rows: Sequence[tuple[MeasureFacts, Texts]],
        scopes: Mapping[str, tuple[ZoneRange, ...]],
    ) -> list[MeasureFacts]:
        return [
            replace(facts, around=self.around(facts, said, scopes[facts.id]))
            for facts, said in rows
        ]

    def around(
        self,
        facts: MeasureFacts,
        said: Texts,
        scope: tuple[ZoneRange, ...],
    ) -> Surroundings:
        kind = catalogue().types.get(facts.code)
        known = [self.people.get(one.lo) for one in scope]
        people = None if None in known else sum(one.residents for one in known if one)
        ready = self.ready[facts.id]
        texts = " ".join((facts.purpose, facts.purpose_en, facts.smaller_why, facts.exceptions,
                          facts.exceptions_en,
                          *said["parts"].values()))  # fmt: skip
        return Surroundings(
            type=kind,
            not_offered=self._refusal(facts, scope),
            basis=self.bases.get(facts.basis),
            law_day=wall().astimezone(LOCAL).date(),
            answers={q: (bool(yes), why) for q, (yes, why) in said["answers"].items()},
            parts=said["parts"],
            companion={need: (who, much) for need, (who, much) in said["companion"].items()},
            scope=scope,
            zones=len(scope),
            people=people,
            compounds=ready.compounds,
            without_plan=ready.without_plan,
            unsafe=ready.unsafe,
            companion_short=self._short(said["companion"], scope, people or 0),
            conflicts=self._conflicts(facts, scope),
            add_on=forbidden_words(texts, facts.code, catalogue()),
        )

    def _short(self, plan: Mapping[str, Any], scope: tuple[ZoneRange, ...], people: int) -> int:
        given = {
            str(need): Provision(str(plan[need][0]), int(plan[need][1]))
            for need in Need
            if need in plan
        }
        extra = any(one.lo in self.special for one in scope)
        return len(shortfalls(given, people, extra=extra))

    def _conflicts(self, facts: MeasureFacts, scope: tuple[ZoneRange, ...]) -> tuple[str, ...]:
        if facts.starts_at is None or facts.ends_at is None:
            return ()
        mine = Other(facts.id, facts.code, scope, facts.starts_at, facts.ends_at)
        return conflicting(mine, self.others.get((facts.incident, facts.code), ()), facts.renews)

    def _refusal(self, facts: MeasureFacts, scope: tuple[ZoneRange, ...]) -> Refusal | None:
        kind = catalogue().types.get(facts.code)
        standing = self.standing.get(facts.incident)
        if kind is None or standing is None:
            return None
        level = Level(facts.decider_level) if facts.decider_level else kind.decider.level
        return offer_of(kind, standing.adoption.profile, standing.asking(level, scope)).refusal


@dataclass(frozen=True, slots=True)
class Standing:
    """What an incident allows: its profile, major or not, level, where necessity is assessed."""

    adoption: incidents.Adoption
    circumstances: Circumstances
    assessed: tuple[ZoneRange, ...]

    def asking(self, level: Level, scope: Sequence[ZoneRange]) -> Asking:
        """Return the question with which offers for a scope are asked."""
        covered = all(any(one.covers(zone) for one in self.assessed) for zone in scope)
        return Asking(self.circumstances, level, covered)


def standing_of(session: Session, view: incidents.IncidentView) -> Standing:
    """Return what an incident allows now, by one query."""
    at, day = micros(view.now()), wall().astimezone(LOCAL).date().isoformat()
    rows = session.all(_ALLOWING, (view.id, at, at, day, day))
    orders = frozenset(code for _, _, codes in rows for code in codes.split(",") if code)
    legal = Circumstances(
        LEVELS[view.level], view.adoption.major, superior_orders=orders, training=view.drill
    )
    assessed = tuple(ZoneRange(lo, hi) for lo, hi, codes in rows if not codes)
    return Standing(view.adoption, legal, assessed)


# Where necessity is assessed, and what confirmed documents of superiors order, in force today and
# not superseded.
_ALLOWING = (
    "SELECT zone, zone_hi, '' FROM measures_assessment WHERE incident=? AND at<=? AND until>?"
    " UNION ALL SELECT 0, 0, p.orders FROM measures_policy p WHERE p.orders<>''"
    " AND p.confirmed_at IS NOT NULL AND p.first_day<=? AND (p.last_day='' OR p.last_day>=?)"
    " AND NOT EXISTS (SELECT 1 FROM measures_policy q WHERE q.supersedes=p.id"
    " AND q.confirmed_at IS NOT NULL)"
)


def ranges_of(zones: Sequence[int]) -> tuple[ZoneRange, ...]:
    """Return the ranges of zones, those inside another one left out."""
    every = sorted({range_of(zone) for zone in zones}, key=lambda one: (one.lo, -one.hi))
    kept: list[ZoneRange] = []
    for one in every:
        if not kept or not kept[-1].covers(one):
            kept.append(one)
    return tuple(kept)


def said_of(session: Session, measure: str) -> Mapping[str, Any]:
    """Return answers, parts and companion plan of a measure as they were typed."""
    row = session.one(f"SELECT {', '.join(SAID)} FROM {TABLE} WHERE id=?", (measure,))  # noqa: S608
    texts = row or ("{}", "{}", "{}")
    return {name: json.loads(text) for name, text in zip(SAID, texts, strict=True)}


def common_zone(zones: tuple[int, ...]) -> int:
    """Return the smallest zone that covers all of them: its county's chain records it.

    Raises
    ------
    ZoneCodeError
        A number is no zone code, or nothing covers them all.
    """
    first, *rest = zones
    for one in (first, *ancestors_of(first)):
        if all(range_of(one).covers(range_of(other)) for other in rest):
            return one
    raise ZoneCodeError("Expected zones of one city.")
