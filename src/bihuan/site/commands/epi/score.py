"""``bihuan epi score``: what forecasts were worth, once the counts are known."""

import argparse
from datetime import date

import numpy as np

from bihuan.science.provenance import FloatArray
from bihuan.science.scores import covered, crps, wis, wis_log
from bihuan.site.commands.epi.calendar import add_today, read_series, today
from bihuan.site.commands.epi.files import Row, Table, note, number_text, read_table, write_table
from bihuan.site.commands.epi.quantile_columns import quantile_columns, quantiles_of

HELP = "scores of a forecast against what came"
COLUMNS = ("date", "horizon", "method", "wis", "wis_log", "crps", "cover50", "cover90")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files."""
    parser.add_argument("--forecast", required=True, metavar="F.csv", help="date,horizon,method,q…")
    parser.add_argument("--truth", required=True, metavar="S.csv", help="date,count")
    parser.add_argument("--out", required=True, metavar="W.csv", help="one row a forecast")
    add_today(parser)


def run(args: argparse.Namespace) -> int:
    """Score and write; a forecast whose day is not known yet keeps its row, blank."""
    table = read_table(args.forecast)
    table.require("date", "horizon", "method")
    names, levels = quantile_columns(table)
    table.require_rows()
    truth = _truth(args)
    _check_keys(table)
    quantiles = np.array([quantiles_of(row, names) for row in table.rows])
    quantiles = quantiles.reshape(len(table.rows), len(names))
    y = np.array([truth.get(row.day("date"), np.nan) for row in table.rows])
    scores = _scores(y, quantiles, levels)
    unknown = int(np.isnan(y).sum())
    if unknown:
        note("forecasts_without_count", n=unknown)
    rows = [
        [row.cells["date"], row.cells["horizon"], row.cells["method"], *map(number_text, line)]
        for row, line in zip(table.rows, scores, strict=True)
    ]
    write_table(args.out, COLUMNS, rows)
    return 0


def _scores(y: FloatArray, quantiles: FloatArray, levels: FloatArray) -> FloatArray:
    parts = [
        wis(y, quantiles, levels),
        wis_log(y, quantiles, levels),
        crps(y, quantiles, levels),
        covered(y, quantiles, levels, 0.5),
        covered(y, quantiles, levels, 0.9),
    ]
    return np.stack(parts, axis=-1)


def _truth(args: argparse.Namespace) -> dict[date, float]:
    series = read_series(read_table(args.truth), ("count",), today(args))
    return {series.day(i): float(value) for i, value in enumerate(series.counts[0])}


def _check_keys(table: Table) -> None:
    seen: dict[tuple[str, ...], Row] = {}
    for row in table.rows:
        row.day("date")
        horizon = row.whole("horizon")
        if horizon < 0:
            raise row.complain("horizon_behind")
        key = (row.cells["date"], str(horizon), row.cells["method"])
        if key in seen:
            raise row.complain("forecast_twice", other=seen[key].number)
        seen[key] = row
