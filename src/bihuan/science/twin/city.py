"""The synthetic city: zones to households, ages, schools, workplaces, compounds and gates.

People are numbered along the zone codes, then compounds, then households, so that a household,
a compound, a community, a township, a county are each one range of numbers. Nobody in it is a
resident of the real city; only totals are. Assumptions are named in :class:`Marginals`.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bihuan.science.twin.ages import draw_ages
from bihuan.science.twin.blocks import uniforms
from bihuan.science.twin.households import Marginals, household_sizes, household_starts
from bihuan.science.twin.layout import I64, NO_PLACE, U8, U32, Layer, People, spans_of
from bihuan.science.twin.places import Places, assign_places

TOWNSHIP, COUNTY = 10**6, 10**9
MOST_ZONES = 65_535
LINE_BYTES = 16


class ZoneTable(NamedTuple):
    """Communities of a city: 15-digit codes, rising, and residents; both shape (zones,)."""

    code: I64
    residents: I64


@dataclass(frozen=True, slots=True)
class City:
    """A synthetic city with what a reader may want to check about it."""

    zones: ZoneTable
    people: People
    n_households: int
    n_collective: int
    n_classes: int
    n_workplaces: int
    n_gates: I64
    n_markets: int
    seed: int
    marginals: Marginals

    @property
    def n(self) -> int:
        """Return the number of residents."""
        return int(self.people.person.shape[0])

    @property
    def bytes_per_person(self) -> float:
        """Return the bytes a resident takes, the live state of one run included."""
        live = 1 + 8 + 2
        p = self.people
        lines = (p.person, p.members, p.place_start, p.spans)
        return live + sum(a.nbytes for a in lines) / self.n

    def ages(self) -> NDArray[np.uint8]:
        """Return the age of every person, shape (n,)."""
        return ((self.people.person[:, 2] >> 16) & 0xFF).astype(np.uint8)

    def zone_of(self) -> NDArray[np.uint16]:
        """Return the position of every person's community in the zone table, shape (n,)."""
        return (self.people.person[:, 2] & 0xFFFF).astype(np.uint16)


def synthesise_city(zones: ZoneTable, seed: int, marginals: Marginals | None = None) -> City:
    """Build a city; the same zones, seed and marginals give the same bytes.

    Parameters
    ----------
    zones
        Communities with residents; at most 65,535, codes rising.
    seed, marginals
        Seed of the synthesis, apart from the seed of runs; totals and assumed tables, the
        defaults when None.

    Raises
    ------
    ValueError
        When codes do not rise, a community has no resident or there are too many zones.
    """
    marginals = marginals or Marginals()
    _check(zones)
    units = household_sizes(zones.residents, marginals, seed)
    starts, zone_start = household_starts(units, zones.residents)
    zone = np.repeat(np.arange(len(zones.code), dtype=np.uint32), np.diff(zone_start))
    ages, propensity = _drawn(units.sizes, starts, seed, marginals)
    places = assign_places(ages, zone, zones.code, uniforms(len(zone), seed, 1), marginals)
    compound, compound_start = _compounds(zone_start, starts, marginals)
    person = _persons(starts, units.sizes, zone, ages, places.place)
    person[:, 3] = compound | propensity.astype(np.uint32) << 16
    return City(
        zones=ZoneTable(zones.code, np.diff(zone_start)),
        people=_people(person, places, compound_start, _reach(zones.code, zone_start)),
        n_households=units.n_family,
        n_collective=len(units.sizes) - units.n_family,
        n_classes=int((places.kind == Layer.SCHOOL).sum()),
        n_workplaces=int((places.kind == Layer.WORK).sum()),
        n_gates=_gates(compound_start.astype(np.int64), marginals),
        n_markets=int(np.maximum(1, zones.residents // marginals.residents_per_market).sum()),
        seed=seed,
        marginals=marginals,
    )


def _drawn(sizes: I64, starts: I64, seed: int, marginals: Marginals) -> tuple[U8, U8]:
    """Draw everybody's age and propensity; the numbers behind them are let go."""
    u = uniforms(int(starts[-1]), seed, 0)
    return draw_ages(sizes, starts, u, marginals), (u[:, 3] * 256).astype(np.uint8)


def _check(zones: ZoneTable) -> None:
    if not 0 < len(zones.code) <= MOST_ZONES:
        raise ValueError(f"Expected 1 to {MOST_ZONES} zones, got {len(zones.code)}.")
    if len(zones.code) != len(zones.residents) or bool(np.any(np.diff(zones.code) <= 0)):
        raise ValueError("Expected rising zone codes, each with its residents.")
    if bool(np.any(zones.residents <= 0)):
        at = int(np.flatnonzero(zones.residents <= 0)[0])
        raise ValueError(f"Expected residents above 0 in zone {int(zones.code[at])}.")


def _persons(starts: I64, sizes: I64, zone: U32, ages: U8, place: U32) -> U32:
    """Return the rows of all persons: household, place, and zone, age and household's size."""
    home = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
    person = np.empty((len(zone), 4), dtype=np.uint32)
    person[:, 0] = starts[:-1][home]
    person[:, 1] = place
    person[:, 2] = zone | ages.astype(np.uint32) << 16 | sizes[home].astype(np.uint32) << 24
    return person


def _people(person: U32, places: Places, compound_start: U32, reach: U32) -> People:
    return People(
        person=person,
        members=places.members if len(places.members) else np.zeros(1, dtype=np.uint32),
        place_start=places.start,
        place_kind=places.kind,
        compound_start=compound_start,
        reach=reach,
        spans=spans_of(places.start, compound_start, reach),
    )


def _compounds(zone_start: I64, starts: I64, marginals: Marginals) -> tuple[U32, U32]:
    """Cut every community into compounds of about equal size, never through a household."""
    size = np.diff(zone_start)
    least = int(np.ceil(zone_start[-1] / (MOST_ZONES - len(size))))
    each = max(marginals.residents_per_compound, least)
    parts = np.maximum(1, size // each)
    zone = np.repeat(np.arange(len(size)), parts)
    number = np.arange(parts.sum()) - np.repeat(np.cumsum(parts) - parts, parts)
    goal = zone_start[zone] + size[zone] * number // parts[zone]
    first = starts[np.searchsorted(starts, goal, side="left")]
    first = np.unique(np.where(number == 0, zone_start[zone], first))
    bounds = np.append(first[first < zone_start[-1]], zone_start[-1])
    compound = np.repeat(np.arange(len(bounds) - 1, dtype=np.uint32), np.diff(bounds))
    return compound, bounds.astype(np.uint32)


def _gates(compound_start: I64, marginals: Marginals) -> I64:
    """Return the gates of every compound: two at least, more in large ones."""
    residents = compound_start[1:] - compound_start[:-1]
    gates: I64 = np.maximum(2, residents // marginals.residents_per_gate)
    return gates


def _reach(code: I64, zone_start: I64) -> U32:
    """Return the ranges of persons around each zone: community, township, county, city."""
    out = np.empty((4, len(code), 2), dtype=np.uint32)
    out[0, :, 0], out[0, :, 1] = zone_start[:-1], zone_start[1:]
    for row, step in ((1, TOWNSHIP), (2, COUNTY)):
        part = code // step
        out[row, :, 0] = zone_start[np.searchsorted(part, part, side="left")]
        out[row, :, 1] = zone_start[np.searchsorted(part, part, side="right")]
    out[3, :, 0], out[3, :, 1] = 0, zone_start[-1]
    return out


def places_of(place: U32) -> NDArray[np.bool_]:
    """Tell who has a class or a workplace, shape (n,)."""
    has: NDArray[np.bool_] = place != NO_PLACE
    return has
