"""Packages as stored, and what their pages have said so far turned into measures."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.packages import (
    PackageTemplate,
    PlannedMeasure,
    narrowed,
    one_by_one,
    planned_measures,
)
from bihuan.domain.measures.scopes import Scope, ScopePlace, ranges_of
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level, ZoneRange, level_of, range_of
from bihuan.features.measures.selectors.places import wrong_places
from bihuan.features.measures.selectors.rows import common_zone
from bihuan.features.measures.selectors.rules import catalogue, package_templates
from bihuan.features.measures.selectors.stored import measures_where, with_scopes
from bihuan.platform.db.changes import Update
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader

TABLE = "measures_package"
COLUMNS = (
    "id", "version", "incident", "zone", "drill", "template", "state", "said", "author_post",
    "author_person", "updated_at", "issued_at", "signed_at", "signed_post",
)  # fmt: skip
DRAFT, ISSUED, SIGNED, DISCARDED = "DRAFT", "ISSUED", "SIGNED", "DISCARDED"
INSTANTS = ("updated_at", "issued_at", "signed_at")
MOST = 100
MOST_ZONES, MOST_GRIDS = 30, 200


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """One package as it stands; ``said`` has the parts zones, places, lines, why, care, period."""

    id: str
    version: int
    incident: int
    zone: int
    drill: bool
    template: str
    state: str
    said: Mapping[str, Any]
    author_post: int
    author_person: int
    updated_at: datetime
    issued_at: datetime | None = None
    signed_at: datetime | None = None
    signed_post: int | None = None

    @property
    def rules(self) -> PackageTemplate:
        """The template it was begun with."""
        return package_templates()[self.template]

    @property
    def zones(self) -> tuple[int, ...]:
        """The zones chosen so far."""
        return tuple(self.said.get("zones", ()))

    @property
    def lines(self) -> frozenset[int]:
        """The chosen lines that decide a measure."""
        return frozenset(self.said.get("lines", ()))

    @property
    def planned(self) -> tuple[PlannedMeasure, ...]:
        """The measures that it amounts to."""
        return planned_measures(
            self.rules, self.lines, self.zones, catalogue(), self.places, self.grids
        )

    @property
    def places(self) -> tuple[ScopePlace, ...]:
        """The compounds and buildings chosen instead of whole communities, in these zones."""
        return tuple(ScopePlace(*one) for one in self._parts if one[1])

    @property
    def grids(self) -> tuple[int, ...]:
        """The grids chosen instead of whole communities, in these zones."""
        return tuple(zone for zone, compound, *_ in self._parts if not compound)

    @property
    def _parts(self) -> list[Any]:
        """What is chosen instead of whole communities; a grid is kept without a compound."""
        kept = self.said.get("places", ())
        return [one for one in kept if any(one[0] in range_of(zone) for zone in self.zones)]

    @property
    def scope(self) -> Scope:
        """What it covers as far as it is chosen."""
        return narrowed(self.zones, self.places, self.grids)

    def why(self, line: int) -> Mapping[str, Any]:
        """Return what was said about a line's measure."""
        found: Mapping[str, Any] = self.said.get("why", {}).get(str(line), {})
        return found

    def care(self, zone: int) -> Mapping[str, Any]:
        """Return the companion plan of a zone: provider and capacity by need."""
        found: Mapping[str, Any] = self.said.get("care", {}).get(str(zone), {})
        return found

    @property
    def starts_at(self) -> datetime | None:
        """When its measures begin."""
        at = self.said.get("period", {}).get("starts_at")
        return None if at is None else instant_of(at)

    def hours(self, line: int) -> int | None:
        """Return how long a line's measure lasts."""
        found: int | None = self.said.get("period", {}).get("hours", {}).get(str(line))
        return found


@dataclass(frozen=True, slots=True)
class Worded:
    """One planned measure with everything that its package says about it."""

    planned: PlannedMeasure
    columns: Mapping[str, Any]
    answers: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    companion: Mapping[str, Any] = field(default_factory=dict)


def as_text(said: Mapping[str, Any]) -> str:
    """Return what a package says as it is stored: always the same text for the same content."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def mark_of(said: Mapping[str, Any], part: str) -> str:
    """Return a mark of what one part of a package says: who keeps it names what he has read."""
    name, _, line = part.partition(":")
    value = said.get(name)
    kept = (value or {}).get(line) if line else value
    return sha256(as_text({"said": kept}).encode()).hexdigest()[:16]


def mark_of_measures(measures: Iterable[MeasureFacts]) -> str:
    """Return a mark of the texts of a package's measures: a hand signs for what it has read."""
    read = sorted(f"{one.id}:{one.version}" for one in measures)
    return sha256(" ".join(read).encode()).hexdigest()[:16]


def update_of(facts: PackageFacts, step: Mapping[str, Any]) -> Update:
    """Return the change of some columns of a package, with what stood there before."""
    old = {
        name: as_text(facts.said) if name == "said" else getattr(facts, name) for name in step
    }  # fmt: skip
    return Update(TABLE, facts.id, facts.version, old, step)


def package_in(read: Reader, identity: str) -> PackageFacts | None:
    """Return one package."""
    row = read.one(TABLE, COLUMNS, id=identity)
    return None if row is None else _package(row)


def package_of(identity: str) -> PackageFacts | None:
    """Return one package, outside a command."""
    return package_in(Reader(Session()), identity)


def wrong_zones(read: Reader, zones: tuple[int, ...], *, most: int = MOST_ZONES) -> Refusal | None:
    """Refuse no zones, too many, and those that are not in force."""
    if not zones:
        return Refusal("scope_covers_nobody")
    if len(zones) > most:
        return Refusal("scope_too_wide", {"most": most})
    marks = ", ".join("?" * len(zones))
    rows = read.session.all(
        f"SELECT id FROM territory_zone WHERE id IN ({marks}) AND valid_to IS NULL",  # noqa: S608
        zones,
    )
    gone = next(iter(sorted(set(zones) - {zone for (zone,) in rows})), None)
    return None if gone is None else Refusal("zone_not_in_force", {"zone": gone})


def wrong_parts(read: Reader, facts: PackageFacts) -> Refusal | None:
    """Refuse grids that are none in force, compounds and buildings that are not drawn."""
    no_grid = next((one for one in facts.grids if level_of(one) is not Level.GRID), None)
    if no_grid is not None:
        return Refusal("zone_not_in_force", {"zone": no_grid})
    wrong = wrong_zones(read, facts.grids, most=MOST_GRIDS) if facts.grids else None
    return wrong or wrong_places(facts.places)


def packages_in(*, incident: int, scope: ZoneRange) -> list[PackageFacts]:
    """Return the packages of an incident that touch a scope, the latest first."""
    rows = Session().all(
        f"SELECT {', '.join(COLUMNS)} FROM {TABLE}"  # noqa: S608
        " WHERE incident=? AND state<>? ORDER BY updated_at DESC LIMIT ?",
        (incident, DISCARDED, MOST),
    )
    return [one for one in map(_package, rows) if touches(one, scope)]


def touches(one: PackageFacts, scope: ZoneRange) -> bool:
    """Tell whether a package has a zone in a scope, or around it."""
    reach = ranges_of(one.zones) if one.zones else (ZoneRange(one.zone, one.zone),)
    return any(r.lo <= scope.hi and scope.lo <= r.hi for r in reach)


def measures_of_package(identity: str) -> list[MeasureFacts]:
    """Return the measures that came out of a package, in the order of their types and zones."""
    return measures_where(Session(), "package=? ORDER BY code, zone, id", (identity,))


def _package(row: Sequence[Any]) -> PackageFacts:
    values = dict(zip(COLUMNS, row, strict=True))
    for name in INSTANTS:
        values[name] = None if values[name] is None else instant_of(values[name])
    values |= {"drill": bool(values["drill"]), "said": json.loads(values["said"] or "{}")}
    return PackageFacts(**values)


def worded(package: PackageFacts) -> list[Worded]:
    """Return what each planned measure says; what no page has said yet is absent."""
    return [_worded(package, one) for one in package.planned]


def _worded(package: PackageFacts, one: PlannedMeasure) -> Worded:
    why, hours = package.why(one.line), package.hours(one.line)
    columns = dict(why.get("columns", {}))
    begin = package.starts_at
    if begin is not None:
        columns["starts_at"] = begin
        if hours:
            columns["ends_at"] = begin + timedelta(hours=hours)
    apart = one_by_one(catalogue().types[one.code])
    care = package.care(one.zones[0]) if apart else {}
    return Worded(one, columns, why.get("answers", {}), why.get("parts", {}), care)


def foreseen_measures(package: PackageFacts) -> list[tuple[PlannedMeasure, MeasureFacts]]:
    """Return each planned measure as it would stand, with what is known from elsewhere."""
    rows, scopes = [], {}
    for one in worded(package):
        known = {name: one.columns[name] for name in one.columns}
        facts = MeasureFacts(
            one.planned.key, package.incident, common_zone(one.planned.zones), one.planned.code,
            drill=package.drill, package=package.id,
        )  # fmt: skip
        said = {"answers": one.answers, "parts": one.parts, "companion": one.companion}
        rows.append((replace(facts, **known), said))
        scopes[facts.id] = one.planned.scope
    found = with_scopes(Session(), rows, scopes) if rows else []
    return list(zip(package.planned, found, strict=True))
