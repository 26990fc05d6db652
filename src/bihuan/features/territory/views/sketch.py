"""The map (一张图): one layer as a sketch and as a table, every layer for the zone picked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import Level, ZoneCodeError, level_of, parent_of
from bihuan.features.territory.api import (
    Layer,
    Moment,
    Outline,
    Surroundings,
    ZoneView,
    around,
    framed,
    layers,
    outlines,
    root,
)
from bihuan.features.territory.labels import LEVELS
from bihuan.features.territory.views.moment import moment_of
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.ledger.marks import asks_once
from bihuan.platform.ui.forms import number_said

BANDS = 4
# Letters across the map, so that names have one size at every level; Latin ones are half as wide.
LETTERS, LATIN = 50, 0.55
OVERLAP = 1.3  # how far a name may reach beyond its zone, in widths of the zone


@dataclass(frozen=True, slots=True)
class Figure:
    """One layer's figure for one zone; None where the layer has no data."""

    layer: Layer
    value: int | None

    @property
    def wrong(self) -> bool:
        """Tell whether it should be 0 and is not."""
        return self.layer.zero_wanted and bool(self.value)


@dataclass(frozen=True, slots=True)
class Area:
    """One zone on the map and in the table, with its figure in the layers told."""

    zone: ZoneView
    figures: Sequence[Figure]
    band: int | None
    value: int | None
    outline: Outline | None

    def named(self, letter: float) -> bool:
        """Tell whether the name fits about where the zone lies; else the table says it."""
        name = str(self.zone.name)
        width = sum(LATIN if one.isascii() else 1 for one in name) * letter
        return self.outline is not None and width <= OVERLAP * self.outline.box[2]

    @property
    def flags(self) -> int:
        """How many of the gravest things are open there; they are marked with a triangle."""
        return sum(figure.value or 0 for figure in self.figures if figure.layer.flagged)

    @property
    def middle(self) -> tuple[str, str]:
        """Where the name is written: the middle of the box around the outline."""
        return ("0", "0") if self.outline is None else self.outline.middle


@page(Act.VIEW_MAP)
@asks_once
def sketch(request: ActingRequest) -> HttpResponse:
    """Show the zones below one zone; zone, layer and the zone picked stand in the address."""
    here = _shown(request.GET.get("zone", "")) or _own(request) or _whole()
    if here is None:
        return render(request, "territory/no_register.html")
    shown = here.zone
    available = layers()
    wanted = request.GET.get("layer", "")
    layer = next((one for one in available if one.code == wanted), None)
    layer = layer or (available[0] if available else None)
    told = [one for one in available if one is layer or one.flagged]
    moment = moment_of(request)
    areas = _areas(here.children, told, layer, moment)
    picked = next((a for a in areas if str(a.zone.code) == request.GET.get("pick")), None)
    sort = request.GET.get("sort", "")
    drawn = [area for area in areas if area.outline is not None]
    box = framed([area.outline for area in drawn if area.outline])
    letter = max(box[2:]) / LETTERS
    context = {
        "zone": shown,
        "chain": here.chain,
        "layers": available,
        "layer": layer,
        "areas": _ordered(areas, sort),
        "drawn": drawn,
        "bare": sorted((a for a in areas if a.outline is None), key=lambda area: -area.flags),
        "told": told,
        "picked": picked,
        "figures": _figures(picked, here.children, available, moment) if picked else [],
        "labels": [(area, area.named(letter)) for area in drawn],
        "view_box": " ".join(f"{side:g}" for side in box),
        "letter": f"{letter:g}",
        "hatch": f"{letter / 2:g}",
        "schematic": any(area.outline and area.outline.schematic for area in drawn),
        "sort": sort,
        "level": LEVELS[Level(shown.level + 1)] if areas else "",
    }
    return render(request, "territory/map.html", context)


def _shown(said: str) -> Surroundings | None:
    """Return the zone named in the address when a map of it can be drawn."""
    code = number_said(said)
    if code is None:
        return None
    try:
        level = level_of(code)
    except ZoneCodeError:
        return None
    return None if level is Level.GRID else around(code)


def _whole() -> Surroundings | None:
    city = root()
    return None if city is None else around(city.code)


def _own(request: ActingRequest) -> Surroundings | None:
    """Return the zone of the acting post, a grid's community: one's own territory comes first."""
    own = str(request.by.scope.lo)
    found = _shown(own)
    if found is None:
        try:
            found = _shown(str(parent_of(int(own)) or ""))
        except ZoneCodeError:
            return None
    return found


def _areas(
    zones: Sequence[ZoneView], told: Sequence[Layer], shown: Layer | None, moment: Moment
) -> list[Area]:
    values: Mapping[str, Mapping[int, int | None]] = {
        layer.code: layer.values(zones, moment) for layer in told
    }
    chosen = values[shown.code] if shown else {}
    shapes = outlines([zone.code for zone in zones], moment.carried)
    largest = max((value for value in chosen.values() if value), default=0)
    return [
        Area(
            zone,
            [Figure(layer, values[layer.code].get(zone.code)) for layer in told],
            _band(chosen.get(zone.code), largest),
            chosen.get(zone.code),
            shapes.get(zone.code),
        )
        for zone in zones
    ]


def _figures(
    picked: Area, zones: Sequence[ZoneView], available: Sequence[Layer], moment: Moment
) -> list[Figure]:
    """Return what the layers say about one zone; a costly one only while it colours the map."""
    known = {figure.layer.code: figure for figure in picked.figures}
    return [
        known.get(layer.code) or Figure(layer, layer.values(zones, moment).get(picked.zone.code))
        for layer in available
        if layer.code in known or not layer.costly
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
