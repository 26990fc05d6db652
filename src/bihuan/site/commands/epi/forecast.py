"""``bihuan epi forecast``: counts of the next days, or the flat baseline, labelled as such."""

import argparse
from datetime import date, timedelta

import numpy as np

from bihuan.science.forecast import BASELINE, LONGEST_HORIZON, METHODS, Forecast, forecast
from bihuan.science.provenance import FloatArray
from bihuan.site.commands.epi.calendar import (
    Series,
    add_regimes,
    add_today,
    read_series,
    span_of,
    today,
)
from bihuan.site.commands.epi.files import note, number_text, read_table, write_table
from bihuan.site.commands.epi.quantile_columns import HUB_COLUMNS
from bihuan.site.commands.epi.sentences import InputError, RefusedError

HELP = "counts of the next days as quantiles"
COLUMNS = ("date", "horizon", "method", *HUB_COLUMNS)
_FEWEST_CHANGES = 10
_ONE_DAY = timedelta(days=1)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare files, horizon and regimes."""
    parser.add_argument("--in", dest="source", required=True, metavar="S.csv", help="date,count")
    parser.add_argument("--out", required=True, metavar="F.csv", help="one row a day ahead")
    parser.add_argument("--horizon", type=int, default=LONGEST_HORIZON, help="days (1 to 14)")
    add_regimes(parser)
    add_today(parser)


def run(args: argparse.Namespace) -> int:
    """Forecast and write."""
    if not 1 <= args.horizon <= LONGEST_HORIZON:
        raise InputError("horizon_beyond", got=args.horizon, most=LONGEST_HORIZON)
    series = _without_negatives(read_series(read_table(args.source), ("count",), today(args)))
    targets = [series.last + _ONE_DAY * h for h in range(1, args.horizon + 1)]
    start = _first_comparable(series, args)
    opens = min((a for a, _ in args.regime if a > series.last), default=date.max)
    closed = [day >= opens for day in targets]  # also beyond it: no model reaches across a break
    if all(closed):
        raise RefusedError("all_ahead_closed")
    result = forecast(series.counts[:, start:], args.horizon)
    _tell(result, series.counts[0, start:])
    rows = [_row(result, h, day) for h, day in enumerate(targets)]
    for row, shut in zip(rows, closed, strict=True):
        if shut:
            row[2:] = ["regime_break"] + [""] * len(HUB_COLUMNS)
    write_table(args.out, COLUMNS, rows)
    return 0


def _without_negatives(series: Series) -> Series:
    negative = np.flatnonzero(series.counts[0] < 0.0)
    if negative.size:
        days = ", ".join(str(series.day(int(i))) for i in negative[:5])
        note("negatives_missing", n=negative.size, days=days)
    return Series(series.first, np.where(series.counts < 0.0, np.nan, series.counts))


def _first_comparable(series: Series, args: argparse.Namespace) -> int:
    """Return the first day after every break that has ended; refuse in one or soon after it."""
    start = 0
    for first, last in args.regime:
        if first <= series.last <= last:
            raise RefusedError("last_day_in_regime", last=series.last, span=span_of(first, last))
        if series.first <= last < series.last:
            start = max(start, (last - series.first).days + 1)
    known = int(np.isfinite(series.counts[0, start:]).sum())
    if start and known < args.horizon + _FEWEST_CHANGES:
        raise RefusedError(
            "few_since_break", known=known, ended=series.day(start - 1),
            needed=args.horizon + _FEWEST_CHANGES,
        )  # fmt: skip
    return start


def _tell(result: Forecast, counts: FloatArray) -> None:
    if np.isnan(result.quantiles[0, 0]).any():
        note("few_days")
    elif not result.enough_cases[0]:
        note("few_cases_baseline")
    elif result.shown_method[0] == BASELINE:
        note("no_method_better")
    missing = counts.size - int(np.flatnonzero(np.isfinite(counts)).max(initial=-1)) - 1
    if missing:
        note("last_days_missing", n=missing)
    if np.isfinite(counts[-42:]).any() and not np.nansum(counts[-42:]):
        note("no_case_42")


def _row(result: Forecast, index: int, day: date) -> list[str]:
    quantiles = result.quantiles[0, index]
    method = METHODS[int(result.shown_method[0])]
    if np.isnan(quantiles).any():
        method = "too_few_days"
    return [day.isoformat(), str(index + 1), method, *map(number_text, quantiles)]
