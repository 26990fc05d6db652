"""A bulletin's file against what is stored: its rows, its problems, what it would change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bihuan.domain.registers.bulletin import BulletinLine, parse_bulletin
from bihuan.domain.registers.cells import Line, RowProblem
from bihuan.domain.zones import COUNTY_STEP, Level, range_of
from bihuan.features.incidents.api import IncidentView
from bihuan.features.review.selectors.bulletin import published
from bihuan.features.territory.api import zones_in
from bihuan.platform.exchange.register import Comparison
from bihuan.platform.figures import Window


@dataclass(frozen=True, slots=True)
class BulletinReport:
    """What a file says about a night, what is wrong with it, what it would change."""

    lines: tuple[BulletinLine, ...]
    problems: tuple[RowProblem, ...]
    comparison: Comparison


def check_bulletin(
    *, view: IncidentView, window: Window, lines: Sequence[Line], header: Iterable[str]
) -> BulletinReport:  # fmt: skip
    """Try a bulletin's file without changing anything (dry run)."""
    counties = zones_in(scope=range_of(view.zone), level=Level.COUNTY, at=window.until)
    codes = {county.code // COUNTY_STEP for county in counties}
    local = window.until
    found, problems = parse_bulletin(lines, header, until=local, counties=codes)
    stored = {
        (row.dimension, row.key): row.value
        for row in published(incident=view.id, day=window.day.isoformat())
    }
    told = [stored.get((line.dimension.value, line.key)) for line in found]
    new = sum(value is None for value in told)
    same = sum(value == line.value for value, line in zip(told, found, strict=True))
    return BulletinReport(
        tuple(found), tuple(problems), Comparison(new, len(found) - new - same, same)
    )
