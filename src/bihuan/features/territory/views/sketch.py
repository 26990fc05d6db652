"""The map (一张图): a sketch with one figure for each zone, and the same figures as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import Level, ZoneCodeError, level_of
from bihuan.features.territory.api import (
    Layer,
    Outline,
    ZoneView,
    box_around,
    children,
    layers,
    name_chain,
    outlines,
    root,
    zone_of,
)
from bihuan.features.territory.labels import LEVELS
from bihuan.platform.auth.access import page
from bihuan.platform.clock import now
from bihuan.platform.ui.forms import number_said

BANDS = 4
MARGIN = 0.03


@dataclass(frozen=True, slots=True)
class Area:
    """One zone on the map and in the table."""

    zone: ZoneView
    value: int | None
    band: int | None
    outline: Outline | None

    @property
    def marked(self) -> bool:
        """Tell whether the figure is more than 0."""
        return bool(self.value)

    @property
    def middle(self) -> tuple[str, str]:
        """Where the name is written: the middle of the box around the outline."""
        if self.outline is None:
            return "0", "0"
        left, top, width, height = self.outline.box
        return f"{left + width / 2:g}", f"{top + height / 2:g}"


@page(Act.VIEW_MAP)
def sketch(request: HttpRequest) -> HttpResponse:
    """Show the zones below one zone; zone and layer stand in the address."""
    shown = _shown(request.GET.get("zone", ""))
    if shown is None:
        return render(request, "territory/no_register.html")
    available = layers()
    wanted = request.GET.get("layer", "")
    layer = next((one for one in available if one.code == wanted), None)
    layer = layer or (available[0] if available else None)
    areas = _areas(children(shown.code), layer)
    ordered = _ordered(areas, request.GET.get("sort", ""))
    drawn = [area for area in areas if area.outline is not None]
    context = {
        "zone": shown,
        "chain": name_chain(shown.code),
        "layers": available,
        "layer": layer,
        "areas": ordered,
        "drawn": drawn,
        "few": shown.level is Level.CITY,
        "view_box": _view_box([area.outline for area in drawn if area.outline]),
        "schematic": any(area.outline and area.outline.schematic for area in drawn),
        "sort": request.GET.get("sort", ""),
        "level": LEVELS[Level(shown.level + 1)] if areas else "",
    }
    return render(request, "territory/map.html", context)


def _shown(said: str) -> ZoneView | None:
    """Return the zone named in the address, else the city."""
    code = number_said(said)
    if code is None:
        return root()
    try:
        level = level_of(code)
    except ZoneCodeError:
        return root()
    found = zone_of(code)
    return root() if found is None or level is Level.GRID else found


def _areas(zones: Sequence[ZoneView], layer: Layer | None) -> list[Area]:
    values: Mapping[int, int | None] = layer.values(zones, now()) if layer else {}
    shapes = outlines(zone.code for zone in zones)
    largest = max((value for value in values.values() if value), default=0)
    return [
        Area(zone, value, _band(value, largest), shapes.get(zone.code))
        for zone in zones
        for value in (values.get(zone.code),)
    ]


def _band(value: int | None, largest: int) -> int | None:
    """Return which of the bands a figure falls in; 0 is a band of its own, no data is None."""
    if value is None or value == 0 or largest == 0:
        return value if value is None else 0
    return -(-value * BANDS // largest)


def _ordered(areas: list[Area], sort: str) -> list[Area]:
    if sort == "need":
        return sorted(areas, key=lambda area: (-(area.value or 0), area.zone.code))
    return areas


def _view_box(shapes: Sequence[Outline]) -> str:
    box = box_around(shapes)
    if box is None:
        return ""
    left, top, width, height = box
    pad = MARGIN * max(width, height)
    return f"{left - pad:g} {top - pad:g} {width + 2 * pad:g} {height + 2 * pad:g}"
