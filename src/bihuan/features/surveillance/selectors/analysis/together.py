"""The models of many zones at once: one call for all zones whose arrays have the same shape."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from bihuan.features.surveillance.selectors.analysis import described, models
from bihuan.features.surveillance.selectors.analysis.given import Given, settled

Answer = dict[str, Any]


def contents(givens: Sequence[Given]) -> list[Answer]:
    """Return what the models say about each zone, in the order given."""
    lates = _together(givens, models.no_late_reports, models.late_shape, models.late_reports)
    drawn_on = [settled(given, late) for given, late in zip(givens, lates, strict=True)]
    rts = _together(drawn_on, models.no_rt, models.rt_shape, models.rt)
    aheads = _together(drawn_on, models.no_forecast, models.forecast_shape, models.ahead)
    return [
        {
            "rt": rt,
            "growth": models.growth(one),
            "nowcast": late,
            "forecast": ahead,
            "clear": models.clear(given, late),
            "described": described.described(one),
            "flags": described.flags(given),
            "withheld": one.withheld,
        }
        for given, one, rt, late, ahead in zip(givens, drawn_on, rts, lates, aheads, strict=True)
    ]


def _together(
    givens: Sequence[Given],
    refused: Callable[[Given], Answer | None],
    shape: Callable[[Given], Hashable],
    answer: Callable[[Sequence[Given]], list[Answer]],
) -> list[Answer]:
    """Answer zones of one shape with one call; a refused zone keeps its reason."""
    found: dict[int, Answer] = {}
    groups: dict[Hashable, list[int]] = {}
    for place, given in enumerate(givens):
        why = refused(given)
        if why is not None:
            found[place] = why
        else:
            groups.setdefault(shape(given), []).append(place)
    for places in groups.values():
        answers = answer([givens[place] for place in places])
        found |= dict(zip(places, answers, strict=True))
    return [found[place] for place in range(len(givens))]
