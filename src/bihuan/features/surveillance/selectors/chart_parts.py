"""What the charts of an analysis share: their days, marks and footing."""

from collections.abc import Sequence
from typing import Any

from bihuan.features.surveillance.selectors.analysis.kept import Kept
from bihuan.platform.charts import Mark, Said

SHOWN_DAYS = 60
PANEL_DAYS = 28


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


def days_covered(kept: Kept, code: int, shown: int) -> frozenset[int]:
    """Return the places among the last ``shown`` days on which a zone's counts hide."""
    series = kept.body["series"]
    first = max(0, len(series["days"]) - shown)
    places = series.get("covered", {}).get(str(code), ())
    return frozenset(place - first for place in places if place >= first)
