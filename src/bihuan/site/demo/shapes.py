"""Outlines for the demo's map: real counties, a schematic partition (示意) below them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bihuan.domain.zones import Level, parent_of
from bihuan.features.territory import api as territory
from bihuan.platform.auth import system_post
from bihuan.site.demo.city import DATA, City
from bihuan.site.demo.sketch import partition

SEED = 1410


def draw_map(city: City) -> None:
    """Load the outlines of counties, townships and communities."""
    drawings = list(_drawings(city))
    territory.load_shapes(by=system_post(), drawings=drawings, key="demo:shapes")


def _drawings(city: City) -> Iterator[territory.Drawing]:
    below: dict[int, list[int]] = {}
    for zone in city.zones:
        if zone.level in (Level.TOWNSHIP, Level.COMMUNITY):
            below.setdefault(parent_of(zone.code) or 0, []).append(zone.code)
    for county, outline in _counties().items():
        yield territory.Drawing(county, outline)
        for township in partition(outline, below.get(county, []), seed=SEED):
            yield territory.Drawing(township.code, township.geometry, schematic=True)
            inside = below.get(township.code, [])
            for community in partition(township.geometry, inside, seed=SEED) if inside else ():
                yield territory.Drawing(community.code, community.geometry, schematic=True)


def _counties() -> dict[int, Mapping[str, Any]]:
    document = json.loads((DATA / "linfen_counties.geojson").read_text("utf-8"))
    return {
        int(feature["properties"]["code"]): feature["geometry"] for feature in document["features"]
    }
