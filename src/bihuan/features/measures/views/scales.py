"""How many people each scale affects, for the question whether a smaller one would do."""

from typing import Any

from bihuan.domain.zones import Level, ZoneRange, ancestors_of, level_of
from bihuan.features.measures.selectors.people import People, names_up_from, people_in
from bihuan.features.premises import api as premises


def comparison(scope: tuple[ZoneRange, ...]) -> list[dict[str, Any]]:
    """Return how many people each scale affects: a building, a compound, this scope, above."""
    if not scope:
        return []
    first = scope[0].lo
    drawn = premises.compounds_in(scope[0], limit=1)
    small = [
        {"zone": f"{one.name} {building}", "people": People(people, estimated=False),
         "chosen": False}
        for one in drawn
        for building, people in sorted(one.plan.buildings.items(), key=lambda b: -b[1])[:1]
    ]  # fmt: skip
    small += [
        {"zone": one.name, "people": People(one.residents, estimated=False), "chosen": False}
        for one in drawn
    ]
    steps = [first, *(z for z in ancestors_of(first) if level_of(z) >= Level.TOWNSHIP)]
    # Asked together with the whole scope: the page has asked that already.
    zones = {*steps, *(reach.lo for reach in scope)}
    people, names = people_in(zones), names_up_from(zones)
    return small + [
        {"zone": names.get(zone), "people": people.get(zone), "chosen": zone == first}
        for zone in steps
    ]
