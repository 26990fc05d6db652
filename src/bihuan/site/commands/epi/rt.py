"""``bihuan epi rt``: the effective reproduction number of each window."""

import argparse

import numpy as np

from bihuan.science.rt import REASONS, RtResult, RtSettings, estimate_rt
from bihuan.science.serial_interval import LONGEST_MEAN, SMALLEST_SD, discretise_si
from bihuan.site.commands.epi.calendar import (
    Series,
    add_regimes,
    add_today,
    read_series,
    regime_days,
    today,
)
from bihuan.site.commands.epi.files import note, number_text, read_table, write_table
from bihuan.site.commands.epi.sentences import InputError

HELP = "effective reproduction number (Cori) of each window of days"
COLUMNS = ("date", "mean", "sd", "q025", "median", "q975", "wide_q025", "wide_q975", "reason")
_LEVELS = (0.025, 0.5, 0.975)
_LONGEST_WINDOW = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare files, serial interval and window."""
    parser.add_argument(
        "--in", dest="source", required=True, metavar="S.csv", help="date,local,imported"
    )
    parser.add_argument("--out", required=True, metavar="R.csv", help="one row a window")
    parser.add_argument("--si-mean", type=float, required=True, help="days, above 1")
    parser.add_argument("--si-sd", type=float, required=True, help="days, above 0")
    parser.add_argument("--window", type=int, default=7, help="days (default 7)")
    add_regimes(parser)
    add_today(parser)


def run(args: argparse.Namespace) -> int:
    """Estimate and write."""
    if not 1 <= args.window <= _LONGEST_WINDOW:
        raise InputError("window_beyond", got=args.window, most=_LONGEST_WINDOW)
    if not 1.0 < args.si_mean <= LONGEST_MEAN:
        raise InputError("mean_beyond", got=args.si_mean, most=LONGEST_MEAN)
    if not SMALLEST_SD <= args.si_sd <= LONGEST_MEAN:
        raise InputError("sd_beyond", got=args.si_sd, least=SMALLEST_SD, most=LONGEST_MEAN)
    series = _read(args)
    weights = discretise_si(args.si_mean, args.si_sd, series.n_days)
    result = estimate_rt(
        series.counts[0],
        series.counts[1],
        weights,
        settings=RtSettings(window=args.window, levels=_LEVELS),
        blank=regime_days(args.regime, series.first, series.n_days),
    )
    unknown = np.flatnonzero(~(series.counts >= 0.0).all(axis=0))
    if unknown.size:
        note("days_stood_for", n=unknown.size, first=series.day(int(unknown[0])))
    if not result.t_end.size:
        note("no_window", days=series.n_days, window=args.window)
    if "few_cases" in result.meta.warnings:
        note("few_in_window")
    write_table(args.out, COLUMNS, [_row(series, result, i) for i in range(result.t_end.size)])
    return 0


def _read(args: argparse.Namespace) -> Series:
    table = read_table(args.source)
    if "local" in table.columns or "imported" in table.columns:
        return read_series(table, ("local", "imported"), today(args))
    counted = read_series(table, ("count",), today(args))
    begin = int(np.argmax(np.isfinite(counted.counts[0])))  # the series begins when reports do
    local = counted.counts[0, begin:].copy()
    imported = np.zeros(local.size)
    local[0], imported[0] = 0.0, local[0]  # the first cases came from elsewhere
    return Series(counted.day(begin), np.stack([local, imported]))


def _row(series: Series, result: RtResult, i: int) -> list[str]:
    figures = [result.mean[i], result.sd[i], *result.plain_quantiles[i], *result.quantiles[i]]
    day = series.day(int(result.t_end[i])).isoformat()
    return [day, *map(number_text, figures), REASONS[int(result.reason[i])]]
