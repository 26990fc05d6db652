"""Descriptive figures of one zone, import against rebound, and what looks wrong."""

from typing import Any

import numpy as np

from bihuan.features.surveillance.selectors.analysis.given import Given, rounded
from bihuan.science.descriptive import (
    days_since_last_case,
    seven_day_ratio,
    unlinked_run,
    unlinked_share,
)
from bihuan.science.import_screen import screen

WEEK = 7
MOST_FLAGS = 40


def described(given: Given) -> dict[str, Any]:
    """Return ratio, unlinked share and run, days since the last community case, origins."""
    linked, unlinked = given.linked[-1], given.unlinked[-1]
    share = unlinked_share(linked, unlinked)
    ratio = float("nan") if given.start > len(given.days) - 2 * WEEK else seven_day_ratio(given.new)
    return {
        "ratio": rounded(ratio),
        "unlinked_share": rounded([share.value, share.low, share.high]),
        "links": [None if np.isnan(n) else int(n) for n in (linked, unlinked)],
        "unlinked_run": unlinked_run(given.unlinked),
        "days_since": days_since_last_case(given.community),
        "pressure": pressure(given),
    }


def pressure(given: Given) -> dict[str, Any]:
    """Return imports against local infections of the last seven days and of the seven before.

    A week with a day whose origins were not given has no split.
    """
    local = given.linked + given.unlinked
    weeks = {"last": slice(-WEEK, None), "before": slice(-2 * WEEK, -WEEK)}
    return {
        name: {
            "imported": rounded(given.imported[part].sum() if part_known(given, part) else np.nan),
            "local": rounded(local[part].sum() if part_known(given, part) else np.nan),
        }
        for name, part in weeks.items()
    }


def part_known(given: Given, part: slice) -> bool:
    """Tell whether every day of a week gave its origins."""
    week = given.imported[part] + given.linked[part] + given.unlinked[part]
    return week.size == WEEK and not bool(np.isnan(week).any())


def flags(given: Given) -> list[dict[str, Any]]:
    """Return what the import screen finds in the zone's own series and in its children's."""
    table = np.vstack([given.new[None], given.children]) if given.children.size else given.new[None]
    found = screen(table)
    return [
        {
            "kind": flag.kind,
            "day": given.days[flag.day].isoformat(),
            "part": flag.zone - 1,
            "found": rounded(flag.found),
            "against": rounded(flag.against),
        }
        for flag in found[-MOST_FLAGS:]
    ]
