"""The reporting triangle of a zone, from the history of its counts."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

import numpy as np

from bihuan.features.surveillance.selectors.cases import ChangeLine
from bihuan.science.provenance import FloatArray

LONGEST_DELAY = 14
# A long weekend's reports may come together; more days at once are an old table.
MOST_DAYS_AT_ONCE = 4


def triangle_of(
    changes: Iterable[ChangeLine], days: tuple[date, ...], *, delays: int = LONGEST_DELAY + 1
) -> FloatArray | None:
    """Return new counts by day and delay; None when no day's counts ever came late.

    A day that first came in later than the longest delay, or together with the first counts of
    many other days, was entered from an old table: how it arrived in its time is not known, its
    row is unusable.
    """
    changes = list(changes)
    old_tables = _old_tables(changes)
    place = {day.isoformat(): row for row, day in enumerate(days)}
    cells: FloatArray = np.zeros((len(days), delays))
    seen, late = np.zeros(len(days), bool), False
    for one in changes:
        row = place.get(one.day)
        if row is None:
            continue
        delay = (date.fromisoformat(one.received_on) - days[row]).days
        if not seen[row] and (delay >= delays or one.entered_at in old_tables):
            cells[row] = np.nan
        added = (one.new_count - one.new_converted) - (
            (one.old_count or 0) - (one.old_converted or 0)
        )
        cells[row, min(max(delay, 0), delays - 1)] += added
        late = late or (delay > 0 and bool(np.isfinite(cells[row]).all()))
        seen[row] = True
    cells[~seen] = np.nan
    return cells if late and np.isfinite(cells).all(axis=1).sum() >= delays else None


def _old_tables(changes: Iterable[ChangeLine]) -> set[datetime]:
    """Return the instants at which the first counts of many days were entered together."""
    first: dict[datetime, set[str]] = defaultdict(set)
    for one in changes:
        if one.old_count is None:
            first[one.entered_at].add(one.day)
    return {at for at, days in first.items() if len(days) > MOST_DAYS_AT_ONCE}
