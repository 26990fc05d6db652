"""Whom each scale affects, for the question whether a smaller one would do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from bihuan.domain.zones import Level, ZoneRange, ancestors_of, level_of
from bihuan.features.measures.selectors.people import People, names_up_from, people_in
from bihuan.features.premises import api as premises

MOST_ZONES = 6


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale: its name, who lives there (None: not known), whether it is the one chosen."""

    zone: Any
    people: People | None
    chosen: bool = False


def comparison(scope: tuple[ZoneRange, ...]) -> list[Scale]:
    """Return the people and households of each scale: building, compound, this scope, above.

    Building and compound are the largest drawn in the first zone, as examples of a smaller scale.
    """
    if not scope:
        return []
    zones = [reach.lo for reach in scope]
    above = dict.fromkeys(
        zone for one in zones for zone in ancestors_of(one) if level_of(zone) >= Level.TOWNSHIP
    )
    # Asked for all scales together: the page has asked about the scope already.
    every = {*zones, *above}
    people, names = people_in(every), names_up_from(every)
    alone = len(zones) == 1
    rows = [Scale(names.get(one), people.get(one), alone) for one in zones[:MOST_ZONES]]
    if not alone:
        rows.append(Scale(_all_of(len(zones)), _sum(zones, people), chosen=True))
    rows += [Scale(names.get(one), people.get(one)) for one in above if one not in zones]
    return [*_smaller(scope[0], people.get(zones[0])), *rows]


def _smaller(reach: ZoneRange, around: People | None) -> list[Scale]:
    """Return the largest building and the compound it stands in, in proportion to the zone."""
    found = []
    for one in premises.compounds_in(reach, limit=1):
        part = around.part if around else _alone
        building, residents = max(one.plan.buildings.items(), key=lambda pair: pair[1])
        found = [Scale(f"{one.name} {building}", part(residents)),
                 Scale(one.name, part(one.residents))]  # fmt: skip
    return found


def _alone(residents: int) -> People:
    return People(residents, estimated=False)


def _all_of(n: int) -> str:
    return ngettext("%(n)s zone together", "%(n)s zones together", n) % {"n": n}


def _sum(zones: list[int], people: Mapping[int, People]) -> People | None:
    """Return who lives in several zones; unknown while one of them is."""
    found = [people[zone] for zone in zones if zone in people]
    if len(found) < len(zones):
        return None
    return People(
        sum(one.residents for one in found), any(one.estimated for one in found),
        sum(one.households for one in found), all(one.counted for one in found),
    )  # fmt: skip
