"""Tonight's numbers of a zone for pages and for the review: from the kept analysis only."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.domain.figures import ABSENT, SMALL_CELL, Ratio, cell
from bihuan.domain.surveillance.covered import is_small
from bihuan.features.surveillance.selectors.analysis.kept import Kept
from bihuan.features.surveillance.selectors.chart_parts import REACH, betrays, days_covered
from bihuan.features.territory.api import ZoneView, names

Line = tuple[Promise, str, Promise | str]
CASES = _("cases")
LEAST_SHARE = 10
WEEK, WIDE = 7, 10
BASIC_DAYS = 3


def names_below(kept: Kept) -> Mapping[int, tuple[str, str]]:
    """Return both names of the zones whose series an analysis holds."""
    found = names(int(code) for code in kept.body["series"]["children"])
    return {code: (name.zh, name.en or name.zh) for code, name in found.items()}


def part_name(flag: Mapping[str, Any], kept: Kept, zone: ZoneView) -> str:
    """Return the name of the zone that a flag is about; empty for all together."""
    part = flag["part"]
    if part < 0:
        return str(zone.name) if part == -1 else ""
    code = int(list(kept.body["series"]["children"])[part])
    found = names([code]).get(code)
    return str(found or code)


def last_known(kept: Kept, *, sees_small_cells: bool) -> tuple[str, str] | None:
    """Return the last day with counts and its new infections, when the last day has none."""
    series = kept.body["series"]
    if series["new"][-1] is not None:
        return None
    known = [place for place, new in enumerate(series["new"]) if new is not None]
    if not known:
        return None
    last = known[-1]
    return series["days"][last], _new(kept, last, sees_small_cells=sees_small_cells)


def figures_of(kept: Kept, *, sees_small_cells: bool) -> list[Line]:
    """Return the figures of the last day: name, value as printed, unit."""
    series, said = kept.body["series"], kept.body["described"]
    new, community = series["new"][-1], series["community"][-1]
    split = new is not None and community is not None
    last = len(series["days"]) - 1
    hides = not sees_small_cells and betrays(kept, 1, "covered_found")
    managed = new - community if split else None
    found: list[Line] = [
        (_("New infections"), _new(kept, last, sees_small_cells=sees_small_cells), CASES),
        (_("Found in the community"), _unless(hides, community), CASES),
        (_("Found in managed status"), _unless(hides, managed), CASES),
    ]
    if split and new >= LEAST_SHARE and not hides:
        found.append((_("Share found in the community"), Ratio(community, new).shown, ""))
    linked = sees_small_cells or not betrays(kept, 1, "covered_origin")
    unlinked = said["unlinked_share"] if linked else None
    growth, rest = kept.body["growth"], not sees_small_cells and betrays(kept, 2 * WEEK)
    found += [
        (_("7-day ratio"), "×" if rest else _number(said["ratio"], 2), _("times")),
        (_("Growth a day"), "×" if rest else _interval(growth.get("rate"), 100, 1), "%"),
        (
            _("Doubling time (negative: halving)"),
            "×" if rest else _interval(growth.get("doubling"), 1, 1),
            _("days"),
        ),
        (_("Share without a known link"), _interval(unlinked, 100, 0), "%"),
        (_("Days with an unlinked case in a row"), _whole(said["unlinked_run"]), _("days")),
        (_("Days since the last community case"), _whole(said["days_since"]), _("days")),
        *_pressure(kept, sees_small_cells=sees_small_cells),
    ]
    return found


def _pressure(kept: Kept, *, sees_small_cells: bool) -> list[Line]:
    """Return imports against local infections, last week (the week before)."""
    weeks = kept.body["described"]["pressure"]
    hides = {"last": False, "before": False}
    if not sees_small_cells:
        last, both = (
            len(days_covered(kept, kept.zone, days, "covered_origin")) for days in (WEEK, 2 * WEEK)
        )
        hides = {"last": last > 0, "before": both > last}
    lines: list[Line] = []
    for name, words in (("imported", _("Imported, 7 days (before)")),
                        ("local", _("Local, 7 days (before)"))):  # fmt: skip
        shown = [
            "×" if hides[week] else cell(_int(weeks[week][name]), sees_small_cells=True)
            for week in ("last", "before")
        ]
        lines.append((words, f"{shown[0]} ({shown[1]})", CASES))
    return lines


def chances_hide(kept: Kept) -> bool:
    """Tell whether the chances follow from a count that hides: who knows the profile inverts them.

    The days before weigh next to nothing by now.
    """
    return "ever" in kept.body["clear"] and betrays(kept, REACH, "covered_found")


def basically_told(kept: Kept, limit: float, *, sees_small_cells: bool) -> bool:
    """Tell whether to say that the community is basically clear.

    Parameters
    ----------
    kept
        The analysis.
    limit
        Cases a day below which the zone's community is called so; where that is fewer than a
        small count, saying so would tell one.
    sees_small_cells
        Whether the reader works with cases.
    """
    hides = not sees_small_cells and limit < SMALL_CELL
    return bool(kept.body["clear"].get("basically")) and not (
        hides and betrays(kept, BASIC_DAYS, "covered_found")
    )


def chances_of(kept: Kept) -> dict[str, Any] | None:
    """Return the chance of any further case and of none by date, as ranges in percent."""
    said = kept.body["clear"]
    if "ever" not in said or None in said["ever"]:
        return None
    last = date.fromisoformat(kept.day)
    by = [
        ((last + timedelta(days=int(days))).isoformat(), percents(*pair))
        for days, pair in said["none_by"].items()
    ]
    return {"ever": percents(*said["ever"]), "by": by}


def percents(low: float, high: float) -> str:
    """Return a range of probabilities in percent; ends that print alike print once."""
    ends = (percent(low), percent(high))
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def percent(share: float) -> str:
    """Return a probability as a percentage no finer than it can be known."""
    if share < 0.01:  # noqa: PLR2004
        return "<1"
    return ">99" if share > 0.99 else str(round(share * 100))  # noqa: PLR2004


def _new(kept: Kept, place: int, *, sees_small_cells: bool) -> str:
    """Return a day's new infections; of a zone of parts it is never said that they are few.

    Four parts below five would then have one each.
    """
    series = kept.body["series"]
    new, parts = series["new"][place], series["children"].values()
    hides = is_small(new) or place in series.get("covered", {}).get(str(kept.zone), ())
    whole = any(counts[place] is not None for counts in parts)
    if sees_small_cells or not hides or (is_small(new) and not whole):
        return cell(new, sees_small_cells=sees_small_cells)
    return "×"


def _unless(hides: bool, value: int | None) -> str:  # noqa: FBT001
    return cell(value, sees_small_cells=True) if not hides else "×"


def _whole(value: int | None) -> str:
    return ABSENT if value is None else f"{value:,}"


def _int(value: float | None) -> int | None:
    return None if value is None else int(value)


def _number(value: float | None, places: int) -> str:
    return ABSENT if value is None else f"{value:.{places}f}"


def _interval(values: list[float | None] | None, factor: float, places: int) -> str:
    if not values or None in values:
        return ABSENT
    ends = [(one or 0) * factor for one in values]
    # No decimals where the interval is wider than they could mean.
    places = 0 if max(ends) - min(ends) >= WIDE else places
    middle, low, high = (f"{one:.{places}f}" for one in ends)
    return f"{middle} ({low} – {high})".replace("-", "−")
