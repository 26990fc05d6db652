"""Outlines of zones in sketch coordinates, and how they are drawn."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bihuan.domain.ground import Carried
from bihuan.features.territory.models import ZoneShape

HUNDREDTH = 100
MARGIN = 0.03


@dataclass(frozen=True, slots=True)
class Outline:
    """One zone's outline as an SVG path, with the box around it (x, y, width, height)."""

    zone: int
    path: str
    box: tuple[float, float, float, float]
    schematic: bool

    @property
    def middle(self) -> tuple[str, str]:
        """Where its name is written: the middle of the box around it."""
        left, top, width, height = self.box
        return f"{left + width / 2:g}", f"{top + height / 2:g}"


def outlines(codes: Iterable[int], carried: Carried | None = None) -> Mapping[int, Outline]:
    """Return the outlines of zones; zones without one are absent.

    With what became of old codes, a zone is drawn with those that were merged into it, and one
    that moved where it lay.
    """
    known = carried or Carried(())
    drawn = {code: {code, *known.came_to(code)} for code in codes}
    wanted = {old for olds in drawn.values() for old in olds}
    rows = ZoneShape.objects.filter(zone__in=wanted).values_list("zone", "rings", "schematic")
    shapes = {zone: (json.loads(rings), schematic) for zone, rings, schematic in rows}
    found = {
        code: [shapes[old] for old in sorted(olds & set(shapes))] for code, olds in drawn.items()
    }
    return {code: _outline(code, some) for code, some in found.items() if some}


def _outline(zone: int, shapes: Sequence[tuple[list[list[list[int]]], bool]]) -> Outline:
    rings = [ring for some, _ in shapes for ring in some]
    schematic = any(sketched for _, sketched in shapes)
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    path = "".join(
        "M" + "L".join(f"{x / HUNDREDTH:g} {y / HUNDREDTH:g}" for x, y in ring) + "Z"
        for ring in rings
    )
    left, top = min(xs) / HUNDREDTH, min(ys) / HUNDREDTH
    box = (left, top, max(xs) / HUNDREDTH - left, max(ys) / HUNDREDTH - top)
    return Outline(zone, path, box, schematic)


def framed(shapes: Iterable[Outline]) -> tuple[float, float, float, float]:
    """Return the box around outlines with a margin; around the unit square for none."""
    boxes = [shape.box for shape in shapes] or [(0.0, 0.0, 1.0, 1.0)]
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    width = max(b[0] + b[2] for b in boxes) - left
    height = max(b[1] + b[3] for b in boxes) - top
    pad = MARGIN * max(width, height)
    return left - pad, top - pad, width + 2 * pad, height + 2 * pad
