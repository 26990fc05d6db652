"""Draw a schematic partition (示意) where no boundary is published.

Below the county no outlines exist that may be used. The map shows a Voronoi partition instead, in
which every zone has a place of about the right size inside its parent and none is where it is in
the city. Whatever is drawn from here carries the word 示意.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROUNDS = 4  # of moving each point to the middle of its cell; more changes nothing one can see
DIGITS = 4  # of a degree: about ten metres


@dataclass(frozen=True)
class Cell:
    """One zone of the partition and its outline (GeoJSON geometry, longitude and latitude)."""

    code: int
    geometry: Mapping[str, Any]


def partition(outline: Mapping[str, Any], codes: Sequence[int], *, seed: int) -> list[Cell]:
    """Divide an outline into one cell for each code, without gap or overlap.

    Parameters
    ----------
    outline
        GeoJSON Polygon or MultiPolygon, longitude and latitude in degrees.
    codes
        Zone codes, each once, in the order in which cells are handed out (west to east).
    seed
        The same seed gives the same cells.

    Returns
    -------
    list of Cell
        In the order of ``codes``; empty when there are none.

    Raises
    ------
    ValueError
        A code is given twice, or the outline has no area.
    """
    from shapely.geometry import mapping, shape

    area = shape(outline)
    if len(set(codes)) != len(codes):
        raise ValueError("Expected every code once.")
    if not area.area > 0:
        raise ValueError("Expected an outline with an area.")
    cells = _from_west_to_east(area, len(codes), seed) if codes else []
    return [Cell(code, mapping(cell)) for code, cell in zip(codes, cells, strict=True)]


def _from_west_to_east(area: Any, count: int, seed: int) -> list[Any]:
    """Return even cells of an area, rounded to what a map can show."""
    from shapely import set_precision

    cells = _cells(area, _scattered(area, count, np.random.default_rng(seed)))
    for _ in range(ROUNDS - 1):
        cells = _cells(area, _middles(cells))
    middles = _middles(cells)
    order = np.lexsort((middles[:, 1], middles[:, 0]))
    return [set_precision(cells[number], 10.0**-DIGITS) for number in order]


def _middles(cells: Sequence[Any]) -> NDArray[np.float64]:
    return np.array([(cell.centroid.x, cell.centroid.y) for cell in cells])


def _scattered(area: Any, count: int, draw: np.random.Generator) -> NDArray[np.float64]:
    """Draw points inside the area, evenly."""
    from shapely import contains_xy

    west, south, east, north = area.bounds
    found = np.empty((0, 2))
    while len(found) < count:
        tried = draw.uniform((west, south), (east, north), (4 * count, 2))
        found = np.vstack([found, tried[contains_xy(area, tried[:, 0], tried[:, 1])]])
    return found[:count]


def _cells(area: Any, points: NDArray[np.float64]) -> list[Any]:
    """Cut the Voronoi cells of the points to the area, in the order of the points."""
    from shapely import MultiPoint, voronoi_polygons

    if len(points) == 1:
        return [area]
    drawn = voronoi_polygons(MultiPoint(points), extend_to=area, ordered=True)
    return [cell.intersection(area) for cell in drawn.geoms]


def features(cells: Sequence[Cell], *, names: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    """Yield GeoJSON features that say of themselves that they are schematic."""
    for cell in cells:
        properties = {"code": str(cell.code), "name_zh": names[cell.code], "schematic": "示意"}
        yield {"type": "Feature", "properties": properties, "geometry": cell.geometry}
