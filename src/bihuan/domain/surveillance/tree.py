"""Counts of a zone from its own reports, else from all its children's."""

from collections.abc import Container, Iterable, Mapping, Sequence

from bihuan.domain.surveillance.cases import CaseCell, DayCounts, added, counts_of
from bihuan.domain.zones import ZoneCodeError, parent_of

Children = Mapping[int, Sequence[int]]


def children_of(codes: Iterable[int]) -> dict[int, list[int]]:
    """Return the children of each zone among codes."""
    found: dict[int, list[int]] = {}
    for code in codes:
        try:
            parent = parent_of(code)
        except ZoneCodeError:
            continue
        if parent is not None:
            found.setdefault(parent, []).append(code)
    return found


def counts_by_zone(cells: Iterable[CaseCell]) -> dict[int, DayCounts]:
    """Return the counts that each zone itself reported for one day."""
    grouped: dict[int, list[CaseCell]] = {}
    for cell in cells:
        grouped.setdefault(cell.zone, []).append(cell)
    found = {zone: counts_of(own) for zone, own in grouped.items()}
    return {zone: counts for zone, counts in found.items() if counts is not None}


def rolled(
    zone: int,
    own: Mapping[int, DayCounts],
    children: Children,
    known: dict[int, DayCounts | None] | None = None,
) -> DayCounts | None:
    """Return a zone's counts of a day, None when it or one of its children did not report.

    ``known`` keeps what was found for the day, for a caller who asks for many zones.
    """
    if zone in own:
        return own[zone]
    kept = {} if known is None else known
    if zone not in kept:
        below = children.get(zone, ())
        parts = [rolled(child, own, children, kept) for child in below]
        given = [part for part in parts if part is not None]
        kept[zone] = added(given) if given and len(given) == len(below) else None
    return kept[zone]


def counted(zone: int, reporting: Container[int], children: Children) -> list[int]:
    """Return the zones whose own reports make up a zone's counts: itself, else those below."""
    if zone in reporting:
        return [zone]
    below = children.get(zone, ())
    return [code for child in below for code in counted(child, reporting, children)]


def silent(zone: int, own: Mapping[int, DayCounts], children: Children) -> list[int]:
    """Return the children whose counts of the day are missing."""
    return [child for child in children.get(zone, ()) if rolled(child, own, children) is None]
