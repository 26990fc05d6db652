"""Import screen: what looks wrong in a series, said and left unchanged."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from bihuan.science.gamma_quantiles import gamma_quantiles
from bihuan.science.provenance import BoolArray, FloatArray

HISTORY = 14
_FEWEST_DAYS = 7
_FEWEST_BEFORE_ZEROS = 3
_SMALLEST_MEAN = 0.5
_LOW, _HIGH = 0.01, 0.99
_JOINT_SHARE, _JOINT_ZONES = 1 / 3, 3

KINDS = (
    "negative",
    "zero_then_lump",
    "cumulative_falls",
    "duplicate_day",
    "joint_jump",
    "sum_mismatch",
    "conversion_excess",
)


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing to look at.

    Parameters
    ----------
    kind
        One of ``KINDS``.
    day, zone
        Indices; zone -1 when all zones together are meant.
    found, against
        What stands there, and what it was held against.
    """

    kind: str
    day: int
    zone: int
    found: float
    against: float


def screen(
    counts: FloatArray, cumulative: FloatArray | None = None, *, whole: int | None = None
) -> tuple[Flag, ...]:
    """Return what looks wrong in counts by zone and day.

    Parameters
    ----------
    counts
        Shape (zones, days), ``nan`` where nothing was reported.
    cumulative
        Same shape: running totals as published, or None.
    whole
        The row that is the sum of all others, if there is one.

    Notes
    -----
    A lump is a day above the 99 % predictive limit of the 14 days before a run of zero days, or of
    the zeros themselves once they fill those 14 days. A joint jump is a day on which a third of
    the zones, three at least, leave their 1-99 % limits.
    """
    values = np.atleast_2d(np.asarray(counts, float))
    with np.errstate(invalid="ignore"):
        flags = [_flag("negative", z, d, values[z, d], 0.0) for z, d in _where(values < 0.0)]
    flags += _lumps(values)
    parts = values if whole is None else np.delete(values, whole, axis=0)
    flags += _joint_jumps(parts)
    if whole is not None:
        flags += [
            replace(one, zone=whole) for one in sums_that_differ(values[whole], parts[:, None])
        ]
    if cumulative is not None:
        flags += _falls(np.atleast_2d(np.asarray(cumulative, float)), values)
    return tuple(sorted(flags, key=lambda flag: (flag.day, flag.kind, flag.zone)))


def _flag(kind: str, zone: int, day: int, found: float, against: float) -> Flag:
    return Flag(kind, int(day), int(zone), float(found), float(against))


def _where(mask: BoolArray) -> list[tuple[int, int]]:
    return [(int(zone), int(day)) for zone, day in np.argwhere(mask)]


def predictive_limits(history: FloatArray, fewest: int = _FEWEST_DAYS) -> FloatArray:
    """Return the 1 % and 99 % limits of the next day's count.

    Parameters
    ----------
    history
        Shape (..., days): counts before, ``nan`` where missing; negatives count as none.
    fewest
        Known days without which there is no limit.

    Returns
    -------
    FloatArray
        Shape (..., 2); ``nan`` where too few days are known.
    """
    known = np.isfinite(history)
    values = np.where(known, np.maximum(history, 0.0), 0.0)
    number = np.maximum(known.sum(axis=-1), 2)
    average = values.sum(axis=-1) / number
    gaps = np.where(known, values - average[..., None], 0.0)
    mean = np.maximum(average, _SMALLEST_MEAN)
    scale = np.maximum((gaps**2).sum(axis=-1) / (number - 1) / mean, 1.0) * (1.0 + 1.0 / number)
    limits = gamma_quantiles(mean / scale, (_LOW, _HIGH)) * scale[..., None]
    rounded = np.stack([np.floor(limits[..., 0]), np.ceil(limits[..., 1])], axis=-1)
    enough = (known.sum(axis=-1) >= fewest)[..., None]
    return np.asarray(np.where(enough, rounded, np.nan), dtype=float)


def _limits_by_day(values: FloatArray, fewest: int = _FEWEST_DAYS) -> FloatArray:
    """Return the limits of each day from the 14 days before, shape (zones, days, 2)."""
    padded = np.pad(values, ((0, 0), (HISTORY, 0)), constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded[:, :-1], HISTORY, axis=1)
    return predictive_limits(windows, fewest)


def _lumps(values: FloatArray) -> list[Flag]:
    flags, limits = [], _limits_by_day(values, _FEWEST_BEFORE_ZEROS)[..., 1]
    for zone, day in _where((values[:, :-1] == 0.0) & (values[:, 1:] > 0.0)):
        row, start = values[zone], day
        while start > 0 and row[start - 1] == 0.0:
            start -= 1
        own_history = day + 1 - start >= HISTORY or np.isnan(limits[zone, start])
        limit = float(limits[zone, day + 1 if own_history else start])
        if row[day + 1] > limit:
            flags.append(_flag("zero_then_lump", zone, day + 1, row[day + 1], limit))
    return flags


def _joint_jumps(values: FloatArray) -> list[Flag]:
    if values.shape[0] < _JOINT_ZONES:
        return []
    limits = _limits_by_day(values)
    with np.errstate(invalid="ignore"):
        out = ((values > limits[..., 1]) | (values < limits[..., 0])).sum(axis=0)
    judged = np.isfinite(values + limits[..., 0]).sum(axis=0)
    least = np.maximum(_JOINT_ZONES, np.ceil(_JOINT_SHARE * judged))
    return [
        _flag("joint_jump", -1, int(day), out[day], judged[day])
        for day in np.flatnonzero(out >= least)
    ]


def _falls(cumulative: FloatArray, values: FloatArray) -> list[Flag]:
    flags = []
    for zone, row in enumerate(cumulative):
        days = np.flatnonzero(~np.isnan(row)).tolist()
        for first, day in pairwise(days):
            rise, came = row[day] - row[first], values[zone, first + 1 : day + 1].sum()
            if rise < 0.0:
                flags.append(_flag("cumulative_falls", zone, day, row[day], row[first]))
            elif came != rise and not np.isnan(came):
                flags.append(_flag("sum_mismatch", zone, day, came, rise))
    return flags


def sums_that_differ(total: FloatArray, parts: FloatArray) -> tuple[Flag, ...]:
    """Return the days on which parts (a split by route, origin or status) miss the total.

    Parameters
    ----------
    total
        Shape (zones, days).
    parts
        Shape (parts, zones, days); a day with a missing part is not judged.
    """
    whole, added = np.atleast_2d(np.asarray(total, float)), np.asarray(parts, float).sum(axis=0)
    known = ~np.isnan(whole + added)
    return tuple(
        _flag("sum_mismatch", z, d, added[z, d], whole[z, d])
        for z, d in _where(known & (added != whole))
    )


def conversion_excess(asymptomatic: FloatArray, converted: FloatArray) -> tuple[Flag, ...]:
    """Return the days with more conversions than asymptomatic infections still held.

    Parameters
    ----------
    asymptomatic, converted
        Shape (zones, days): new asymptomatic infections, and those that became confirmed; a
        missing value adds none and takes none.

    Notes
    -----
    What was held before the first day is not known and counts as none. After an excess nobody
    is held: the days after it are judged by what came since.
    """
    new, gone = (
        np.nan_to_num(np.atleast_2d(np.asarray(a, float))) for a in (asymptomatic, converted)
    )
    held: FloatArray = np.zeros_like(new)  # that could convert on each day
    for day in range(new.shape[1]):
        left = np.maximum(held[:, day - 1] - gone[:, day - 1], 0.0) if day else 0.0
        held[:, day] = left + np.maximum(new[:, day], 0.0)
    return tuple(
        _flag("conversion_excess", z, d, gone[z, d], held[z, d]) for z, d in _where(gone > held)
    )
