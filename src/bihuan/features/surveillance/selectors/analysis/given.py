"""What the models are given: arrays of one zone in one surveillance regime."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from bihuan.domain.profiles import DiseaseProfile
from bihuan.domain.surveillance.cases import Origin
from bihuan.domain.surveillance.regimes import Regime, blank_days, comparable_from
from bihuan.domain.zones import Level, level_of
from bihuan.features.surveillance.selectors.series import ZoneSeries
from bihuan.science.provenance import BoolArray, FloatArray

FEWEST_DAYS = 24
ENOUGH_ARRIVED, COMPLETE = 0.8, 0.995


@dataclass(frozen=True, slots=True)
class Given:
    """Arrays of a zone, all days of the record; ``start`` is the first comparable one.

    ``triangle`` holds new counts by day and by days of delay, None without a history of late
    reports. ``residents`` is None where the register does not know them. ``small`` is a zone in
    which a window with few cases gets no reproduction number; ``withheld`` is the number of last
    days left out because most of their reports are still coming in.
    """

    days: tuple[date, ...]
    new: FloatArray
    community: FloatArray
    imported: FloatArray
    unlinked: FloatArray
    linked: FloatArray
    blank: BoolArray
    start: int
    children: FloatArray
    triangle: FloatArray | None
    residents: int | None
    profile: DiseaseProfile
    small: bool = False
    withheld: int = 0

    @property
    def broken(self) -> bool:
        """Tell whether the last day itself lies in a regime that cannot be used."""
        return self.start >= len(self.days)

    @property
    def comparable(self) -> FloatArray:
        """New infections of the days that mean the same as the last."""
        return np.where(self.blank, np.nan, self.new)[self.start :]


def given_of(
    series: ZoneSeries,
    regimes: Sequence[Regime],
    profile: DiseaseProfile,
    *,
    residents: int | None,
    triangle: FloatArray | None,
) -> Given:
    """Return the arrays of a series; it is not empty."""
    days, last = series.days, series.days[-1]
    first = comparable_from(regimes, last)
    start = 0 if first is None else max(0, (first - days[0]).days)
    return Given(
        days=days,
        new=_floats(series.new()),
        community=_floats(series.community()),
        imported=_floats(series.of_origin(Origin.IMPORTED)),
        unlinked=_floats(series.of_origin(Origin.LOCAL_UNLINKED)),
        linked=_floats(series.of_origin(Origin.LOCAL_LINKED, Origin.IMPORTED_RELATED)),
        blank=np.array(blank_days(regimes, list(days))),
        start=start,
        children=_table(list(series.children_new().values()), len(days)),
        triangle=triangle,
        residents=residents,
        profile=profile,
        small=level_of(series.zone) >= Level.TOWNSHIP,
    )


def settled(given: Given, late: Mapping[str, Any]) -> Given:
    """Return what growth, reproduction and forecasts may draw on while reports still come in.

    Days of which less than four fifths have usually arrived are left out; the other incomplete
    ones take the nowcast. Without a nowcast nothing changes.
    """
    if "completeness" not in late:
        return given
    new, community, withheld = given.new.copy(), given.community.copy(), 0
    for age, (share, point) in enumerate(
        zip(late["completeness"], reversed(late["point"]), strict=True)
    ):
        if share is None or share >= COMPLETE or np.isnan(new[-1 - age]):
            continue
        usable = share >= ENOUGH_ARRIVED and point is not None
        new[-1 - age] = point if usable else np.nan
        if not usable:
            community[-1 - age], withheld = np.nan, max(withheld, age + 1)
    return replace(given, new=new, community=community, withheld=withheld)


def _floats(values: Sequence[int | None]) -> FloatArray:
    return np.array([np.nan if one is None else one for one in values], dtype=float)


def _table(rows: list[list[int | None]], days: int) -> FloatArray:
    return np.array([_floats(row) for row in rows]).reshape(len(rows), days)


def rounded(values: Any) -> Any:
    """Return an array as nested lists of numbers with six decimals, None for ``nan``."""
    array = np.asarray(values, dtype=float)
    said = np.array(np.round(array, 6), dtype=object)
    said[np.isnan(array)] = None
    return said.tolist()
