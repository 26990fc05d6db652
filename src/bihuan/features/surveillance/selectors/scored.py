"""Last nights' forecasts against what came: scored also when they were bad."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bihuan.features.surveillance.selectors.analysis.kept import Kept
from bihuan.features.surveillance.selectors.chart_parts import REACH, betrays, days_covered

HORIZONS = (1, 3, 7, 14)
ENOUGH = 0.95


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """Mean scores of one horizon; ``relative`` is the log score over the flat baseline's."""

    horizon: int
    n: int
    wis: float
    wis_log: float
    relative: float | None
    cover50: float
    cover90: float


@dataclass(frozen=True, slots=True)
class NightScore:
    """One night's forecast: its method, and for each horizon the median, interval and truth."""

    day: str
    method: str
    cells: tuple[tuple[int, int, int, int | None], ...]


def tellable(kept: Sequence[Kept]) -> list[Kept]:
    """Return the nights whose forecasts draw on no day that hides.

    What came is known, so the score of one night tells the count that its forecast began at.
    """
    return [one for one in kept if not betrays(one, REACH)]


def scores(kept: Sequence[Kept], truth: Mapping[str, int | None]) -> list[ScoreLine]:
    """Return the mean scores by horizon of the nights whose target days have been reported."""
    found = (_line(horizon, kept, truth) for horizon in HORIZONS)
    return [line for line in found if line is not None]


def _line(horizon: int, kept: Sequence[Kept], truth: Mapping[str, int | None]) -> ScoreLine | None:
    import numpy as np

    from bihuan.science.scores import HUB_LEVELS, covered, wis, wis_log

    levels = np.array(HUB_LEVELS)
    rows = [_given(one, horizon, truth) for one in kept]
    known = [row for row in rows if row is not None]
    if not known:
        return None
    came = np.array([row[0] for row in known], dtype=float)
    own, flat = (np.array([row[place] for row in known], dtype=float) for place in (1, 2))
    logs, base = wis_log(came, own, levels), wis_log(came, flat, levels)
    total = float(base.sum())
    return ScoreLine(
        horizon=horizon,
        n=len(known),
        wis=float(wis(came, own, levels).mean()),
        wis_log=float(logs.mean()),
        relative=float(logs.sum()) / total if total else None,
        cover50=float(covered(came, own, levels, 0.5).mean()),
        cover90=float(covered(came, own, levels, 0.9).mean()),
    )


def _given(
    one: Kept, horizon: int, truth: Mapping[str, int | None]
) -> tuple[int, list[float], list[float]] | None:
    said = one.body["forecast"]
    came = truth.get(_target(one, horizon))
    if came is None or "quantiles" not in said or len(said["quantiles"]) < horizon:
        return None
    return came, said["quantiles"][horizon - 1], said["baseline"][horizon - 1]


def _target(one: Kept, horizon: int) -> str:
    return (date.fromisoformat(one.day) + timedelta(days=horizon)).isoformat()


def nights(kept: Sequence[Kept], truth: Mapping[str, int | None]) -> list[NightScore]:
    """Return each night's forecast beside what came, the newest first."""
    found = []
    for one in kept:
        said: Mapping[str, Any] = one.body["forecast"]
        if "quantiles" not in said:
            continue
        cells = tuple(
            (*_three(said["quantiles"][horizon - 1]), truth.get(_target(one, horizon)))
            for horizon in HORIZONS
        )
        found.append(NightScore(one.day, said["method"], cells))
    return found


def _three(quantiles: Sequence[float]) -> tuple[int, int, int]:
    """Return median and the ends of the 90 % interval, in whole cases."""
    from bihuan.science.scores import HUB_LEVELS

    places = [HUB_LEVELS.index(level) for level in (0.5, 0.05, 0.95)]
    return tuple(round(quantiles[place]) for place in places)  # type: ignore[return-value]


def truth_of(kept: Kept, *, sees_small_cells: bool = True) -> dict[str, int | None]:
    """Return the reported counts of an analysis by day, without those that hide from a reader.

    A score of a night would give the count away to who knows the forecast. A day of which less
    than 95 % has usually arrived is no truth yet: a forecast is of what there is in the end.
    """
    series = kept.body["series"]
    number = len(series["days"])
    shut = frozenset() if sees_small_cells else days_covered(kept, kept.zone, number)
    arrived = kept.body["nowcast"].get("completeness", ())
    shut |= {number - 1 - age for age, share in enumerate(arrived) if (share or 0.0) < ENOUGH}
    return {
        day: new
        for place, (day, new) in enumerate(zip(series["days"], series["new"], strict=True))
        if place not in shut
    }
