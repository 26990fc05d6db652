"""Whom each scale affects, for the question whether a smaller one would do."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from bihuan.domain.measures.scopes import Scope, ScopePlace
from bihuan.domain.zones import Level, ZoneRange, ancestors_of, level_of, range_of
from bihuan.features.measures.selectors.people import People, grids_in, names_up_from, people_in
from bihuan.features.measures.selectors.places import place_key, told
from bihuan.features.measures.views.said import zone_said
from bihuan.features.premises import api as premises
from bihuan.features.territory.api import ZoneName
from bihuan.platform.i18n import choose

MOST_PARTS = 6
MOST_COMPOUNDS, MOST_BUILDINGS, MOST_GRIDS = 200, 300, 200


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale: its name, who lives there (None: not known), whether it is the one chosen.

    ``key`` names a place that may be chosen instead.
    """

    zone: Any
    people: People | None
    chosen: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A grid, or a compound with its buildings, that a scope may name alone."""

    key: str
    name: str
    people: People
    ticked: bool
    buildings: tuple["Choice", ...] = ()

    @property
    def opened(self) -> bool:
        """Tell whether one of its buildings is ticked, so that the list stands open."""
        return any(one.ticked for one in self.buildings)


def smaller_in(
    zones: Iterable[tuple[int, Any]], ticked: Collection[str] = (), *, by_grid: bool = False
) -> list[tuple[Any, People | None, list[Choice]]]:
    """Return compounds and buildings of some communities as choices, with who lives there.

    With ``by_grid`` the grids of a community come first. Beyond 300 buildings only compounds are
    listed, beyond 200 compounds or grids no more of them.
    """
    listed = list(zones)
    grids = _grids([zone for zone, _ in listed] if by_grid else [])
    people = people_in(
        {zone for zone, _ in listed} | {g.code for some in grids.values() for g in some}
    )
    found, left, buildings = [], MOST_COMPOUNDS, MOST_BUILDINGS
    for zone, name in listed:
        drawn = premises.compounds_in(range_of(zone), limit=left) if left else []
        choices = [
            Choice(str(one.code), str(one), people[one.code], str(one.code) in ticked)
            for one in grids.get(zone, ())
            if one.code in people
        ]
        for one in sorted(drawn, key=lambda one: one.name_zh):
            inside = len(one.plan.buildings)
            choices.append(_choice(one, people.get(zone), ticked, inner=inside <= buildings))
            buildings -= inside if inside <= buildings else 0
        left -= len(drawn)
        found.append((name, people.get(zone), choices))
    return found


def _grids(communities: Sequence[int]) -> dict[int, list[ZoneName]]:
    """Return the grids of each community; where a community is one grid there is no choice."""
    found, left = {}, MOST_GRIDS
    for zone, grids in (grids_in(communities) if communities else {}).items():
        if 1 < len(grids) <= left:
            found[zone], left = grids, left - len(grids)
    return found


def _choice(
    one: premises.CompoundView, around: People | None, ticked: Collection[str], *, inner: bool
) -> Choice:
    part = around.part if around else _alone
    place = told(ScopePlace(one.zone, one.id), one)
    inside = [
        Choice(key, choose(name, premises.building_en(name)), part(residents), key in ticked)
        for name, residents in one.plan.buildings.items()
        for key in [place_key(ScopePlace(one.zone, one.id, name))]
    ] if inner else []  # fmt: skip
    key = place_key(place)
    return Choice(key, one.name, part(one.residents), key in ticked, tuple(inside))


def comparison(scope: Scope) -> list[Scale]:
    """Return the people and households of each scale: smaller ones, this scope, larger ones.

    For a scope of zones building and compound are the largest drawn in the first of them, as
    examples of a smaller scale.
    """
    parts: list[ScopePlace | int] = [*scope.places, *(reach.lo for reach in scope.whole)]
    if not parts:
        return []
    zones = [one.zone if isinstance(one, ScopePlace) else one for one in parts]
    above = _above(scope)
    # Asked for all scales together: the page has asked about the scope already.
    every = {*zones, *above}
    people, names = people_in(every), names_up_from(every)
    alone = len(parts) == 1
    listed = [_part(one, people, names) for one in parts]
    rows = [Scale(name, who, alone) for name, who in listed[:MOST_PARTS]]
    if not alone:
        rows.append(Scale(_all_of(len(parts)), _sum([who for _, who in listed]), chosen=True))
    rows += _compounds_around(scope, people)
    rows += [Scale(names.get(one), people.get(one)) for one in above]
    return [*_smaller(scope, people), *rows]


def _compounds_around(scope: Scope, people: Mapping[int, People]) -> list[Scale]:
    """Return the compounds in which single buildings are covered, as the next larger scale."""
    inside = {one.compound for one in scope.places if one.building}
    drawn = premises.compounds_by_id(inside).values()
    return [
        Scale(one.name, choice.people, key=choice.key)
        for one in sorted(drawn, key=lambda one: one.name_zh)[:MOST_PARTS]
        for choice in [_choice(one, people.get(one.zone), (), inner=False)]
    ]


def _above(scope: Scope) -> list[int]:
    """Return the zones around a scope, up to the township, nearest first."""
    lows = {reach.lo for reach in scope.whole}
    lines = [(place.zone, *ancestors_of(place.zone)) for place in scope.places]
    lines += [tuple(ancestors_of(one)) for one in sorted(lows)]
    every = dict.fromkeys(zone for line in lines for zone in line)
    return [one for one in every if level_of(one) >= Level.TOWNSHIP and one not in lows]


def _part(
    one: ScopePlace | int, people: Mapping[int, People], names: Mapping[int, Any]
) -> tuple[Any, People | None]:
    if not isinstance(one, ScopePlace):
        return zone_said(one, names) if one in names else None, people.get(one)
    around = people.get(one.zone)
    part = around.part if around else _alone
    return choose(one.zh, one.en), None if one.residents is None else part(one.residents)


def _smaller(scope: Scope, people: Mapping[int, People]) -> list[Scale]:
    """Return the largest building, and for a zone the compound it stands in, as what is smaller."""
    if scope.places:
        drawn = premises.compounds_by_id({one.compound for one in scope.places if not one.building})
        found = list(drawn.values())[:1]
    else:
        first: ZoneRange = scope.whole[0]
        found = premises.compounds_in(first, limit=1)
    rows: list[Scale] = []
    for one in found:
        around = people.get(one.zone) or people.get(scope.ranges[0].lo)
        choice = _choice(one, around, (), inner=True)
        largest = max(choice.buildings, key=lambda inner: inner.people.residents)
        rows.append(Scale(f"{one.name} {largest.name}", largest.people, key=largest.key))
        if not scope.places:
            rows.append(Scale(one.name, choice.people, key=choice.key))
    return rows


def _alone(residents: int) -> People:
    return People(residents, estimated=False)


def _all_of(n: int) -> str:
    return ngettext("%(n)s part together", "%(n)s parts together", n) % {"n": n}


def _sum(found: Sequence[People | None]) -> People | None:
    """Return who lives in several parts; unknown while one of them is."""
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        return None
    return People(
        sum(one.residents for one in known), any(one.estimated for one in known),
        sum(one.households for one in known), all(one.counted for one in known),
    )  # fmt: skip
