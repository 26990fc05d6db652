"""Load outlines for the map: display data, no part of the record, replaced as a whole."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import CITY_CHAIN_STEP, ZoneCodeError, parent_of
from bihuan.features.territory.models import ZoneShape
from bihuan.features.territory.permissions import check_act
from bihuan.platform.auth import ActingPost

WIDTH = 1000
SMALLEST = 1e-9
HUNDREDTH = 100
FEWEST_POINTS = 4
Ring = list[list[int]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A zone's outline as a GeoJSON geometry in degrees."""

    zone: int
    geometry: Mapping[str, Any]
    schematic: bool = False


def load_shapes(*, by: ActingPost, drawings: Sequence[Drawing], key: str) -> int | Refusal:
    """Replace all outlines, scaled into one sketch 1000 units wide; return how many.

    Parameters
    ----------
    by
        The acting post.
    drawings
        Polygons or multipolygons, longitude and latitude in degrees.
    key
        Name of the data set; loading it again gives the same outlines.
    """
    try:
        counties = {zone.zone - zone.zone % CITY_CHAIN_STEP for zone in drawings}
        parents = {one.zone: parent_of(one.zone) or 0 for one in drawings}
        rings = {one.zone: _rings(one.geometry) for one in drawings}
    except (ZoneCodeError, KeyError, TypeError, ValueError) as fault:
        return Refusal("shapes_not_readable", {"reason": str(fault), "key": key})
    refusals = [refusal for city in counties if (refusal := _refused(by, city)) is not None]
    if refusals or not drawings:
        return refusals[0] if refusals else Refusal("file_empty")
    scale = _Scale(point for listed in rings.values() for ring in listed for point in ring)
    rows = [
        ZoneShape(
            zone=one.zone,
            parent=parents[one.zone],
            rings=json.dumps([scale.ring(ring) for ring in rings[one.zone]], separators=(",", ":")),
            schematic=one.schematic,
        )
        for one in drawings
    ]
    ZoneShape.objects.all().delete()
    ZoneShape.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _refused(by: ActingPost, city: int) -> Refusal | None:
    return check_act(by, Act.IMPORT_REGISTER, city)


def _rings(geometry: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    """Return the rings of a Polygon or MultiPolygon.

    Raises
    ------
    ValueError
        Another kind of geometry, or a ring of fewer than four points.
    """
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"Expected a Polygon or MultiPolygon, got {kind}.")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    rings = [
        [(float(point[0]), float(point[1])) for point in ring]
        for polygon in polygons
        for ring in polygon
    ]
    if not rings or min(map(len, rings)) < FEWEST_POINTS:
        raise ValueError("Expected rings of at least four points.")
    return rings


class _Scale:
    """From degrees to the sketch: north up, true proportions in the middle of the city."""

    def __init__(self, points: Iterable[tuple[float, float]]) -> None:
        listed = list(points)
        self.west = min(x for x, _ in listed)
        self.north = max(y for _, y in listed)
        east, south = max(x for x, _ in listed), min(y for _, y in listed)
        self.squeeze = cos(radians((self.north + south) / 2))
        self.unit = WIDTH * HUNDREDTH / max((east - self.west) * self.squeeze, SMALLEST)

    def ring(self, ring: Sequence[tuple[float, float]]) -> Ring:
        """Return a ring in hundredths of a unit."""
        return [
            [
                round((x - self.west) * self.squeeze * self.unit),
                round((self.north - y) * self.unit),
            ]
            for x, y in ring
        ]
