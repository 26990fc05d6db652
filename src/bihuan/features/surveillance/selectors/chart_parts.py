"""What the charts of an analysis share: their days, marks and footing."""

from collections.abc import Sequence
from typing import Any

from bihuan.features.surveillance.selectors.analysis.kept import Kept
from bihuan.platform.charts import Mark, Said

SHOWN_DAYS = 60
PANEL_DAYS = 28
LATE_DAYS = 14
REACH = 28  # days that a window and the serial interval before it look back on


def stands_on(kept: Kept) -> str:
    """Say which night, profile and input a chart stands on."""
    return f"{kept.day} · {kept.body['profile']} · {kept.body['inputs'][:8]}"


def marks_of(kept: Kept, labels: Sequence[str]) -> tuple[Mark, ...]:
    """Return what changed in counting or measures within the days shown."""
    found = []
    for one in kept.body["regimes"]:
        last = one["last"] or labels[-1]
        if labels and one["first"] <= labels[-1] and last >= labels[0]:
            found.append(Mark(one["first"], last, Said(one["zh"][:16], one["en"][:28])))
    return tuple(found)


def last_days(kept: Kept, name: str, days: int = SHOWN_DAYS) -> tuple[Any, ...]:
    """Return the last days of a series."""
    return tuple(kept.body["series"][name][-days:])


def days_covered(kept: Kept, code: int, shown: int, what: str = "covered") -> frozenset[int]:
    """Return the places among the last ``shown`` days on which a zone's counts hide.

    ``what`` is ``covered``, or ``covered_found`` or ``covered_origin`` for a split. An analysis
    of an earlier version that did not look hides every day.
    """
    series = kept.body["series"]
    number = len(series["days"])
    first = max(0, number - shown)
    places = series[what].get(str(code), ()) if what in series else range(number)
    return frozenset(place - first for place in places if place >= first)


def betrays(kept: Kept, days: int, what: str = "covered") -> bool:
    """Tell whether a figure made of the zone's last days would give away one that hides."""
    return bool(days_covered(kept, kept.zone, days, what))


def hidden_among(kept: Kept, days: Sequence[str], what: str = "covered") -> frozenset[str]:
    """Return those of some days on which the zone's count, or a split of it, hides."""
    listed = kept.body["series"]["days"]
    shut = days_covered(kept, kept.zone, len(listed), what)
    return frozenset(listed[place] for place in shut) & frozenset(days)


def covered_of_late(kept: Kept) -> frozenset[int]:
    """Return the zone and parts of which a count or its split by route hides in the last days."""
    codes = (kept.zone, *map(int, kept.body["series"]["children"]))
    return frozenset(one for one in codes if days_covered(kept, one, LATE_DAYS, "covered_found"))
