"""``bihuan epi nowcast``: what each reference day will count once late reports are in."""

import argparse
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from bihuan.science.nowcast import (
    NO_COUNTS,
    TOO_SHORT,
    Nowcast,
    NowcastSettings,
    least_complete_rows,
    nowcast,
)
from bihuan.science.provenance import FloatArray
from bihuan.science.triangles import mask_unknown, reallocate_negatives
from bihuan.site.commands.epi.calendar import add_regimes, add_today, iso_day, span_of, today
from bihuan.site.commands.epi.files import note, number_text, read_table, write_table
from bihuan.site.commands.epi.quantile_columns import HUB_COLUMNS
from bihuan.site.commands.epi.sentences import InputError, RefusedError
from bihuan.site.commands.epi.triangle_files import (
    LONGEST_DELAY,
    WEEK,
    KnownTriangle,
    read_triangle,
)

HELP = "counts to expect once late reports are in"
COLUMNS = ("reference_date", "observed", "point", *HUB_COLUMNS)
_ENOUGH_SHARE = 0.99


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare files, as-of day and the shape of the triangle."""
    parser.add_argument(
        "--in",
        dest="source",
        required=True,
        metavar="T.csv",
        help="reference_date,delay_days,count or reference_date,report_date,count",
    )
    parser.add_argument("--out", required=True, metavar="N.csv", help="one row a reference day")
    parser.add_argument("--at", type=iso_day, required=True, metavar="DATE", help="as-of day")
    parser.add_argument("--max-delay", type=int, metavar="D", help="days (default: the longest)")
    parser.add_argument("--rows", type=int, metavar="N", help="rows used (default 3 x (D + 1))")
    parser.add_argument("--no-weekday", action="store_true", help="leave the weekday term out")
    add_regimes(parser)
    add_today(parser)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The rows a model may use, and the longest delay it looks at, both in steps."""

    start: int
    delay: int


def run(args: argparse.Namespace) -> int:
    """Nowcast and write."""
    limit = today(args)
    if args.at > limit:
        raise InputError("at_in_future", at=args.at, limit=limit)
    known = read_triangle(read_table(args.source), args.at, limit)
    known = _wide_enough(known, args.max_delay or 0)
    frame = _frame(known, args)
    season = 1 if args.no_weekday or known.step == WEEK else WEEK
    # A correction later than any delay looked at still takes away from the earlier ones.
    settled = reallocate_negatives(mask_unknown(known.cells))
    result = nowcast(
        settled[frame.start :, : frame.delay + 1],
        settings=NowcastSettings(rows=args.rows, season=season),
    )
    _refuse(result, known, frame)
    _tell(result, known, args.at, season)
    write_table(args.out, COLUMNS, _rows(result, known, frame))
    return 0


def _frame(known: KnownTriangle, args: argparse.Namespace) -> _Frame:
    start = _first_comparable(known, args.regime, args.at)
    if args.max_delay is None:
        delay = _default_delay(known.cells)  # soon after a break, how late reports come is older
        if delay < 1:
            raise RefusedError("nothing_lags")
    else:
        delay = args.max_delay // known.step
    if delay < 1:
        raise InputError("needs_a_delay")
    least = delay + 1 + least_complete_rows(delay + 1)
    if args.rows is not None and args.rows < least:
        raise InputError("rows_too_few", got=args.rows, delay=delay, least=least)
    return _Frame(start, delay)


def _wide_enough(known: KnownTriangle, max_delay: int) -> KnownTriangle:
    """Return the triangle with a column for every delay asked for."""
    if not 0 <= max_delay <= LONGEST_DELAY:
        raise InputError("delay_beyond_option", got=max_delay, most=LONGEST_DELAY)
    more = max(max_delay // known.step + 1 - known.cells.shape[1], 0)
    return replace(known, cells=np.pad(known.cells, ((0, 0), (0, more))))


def _first_comparable(known: KnownTriangle, regimes: list[tuple[date, date]], at: date) -> int:
    """Return the first row after every regime that has ended; refuse inside one."""
    start = 0
    for first, last in regimes:
        if first <= at <= last:
            raise RefusedError("at_in_regime", at=at, span=span_of(first, last))
        if last < at:
            start = max(start, (last - known.first).days // known.step + 1)
    return start


def _default_delay(cells: FloatArray) -> int:
    """Return the longest delay seen, or in a short history the one by which 99 % have come."""
    rows, width = cells.shape
    sums = np.nansum(np.maximum(np.nan_to_num(cells), 0.0), axis=0)
    longest = int(np.flatnonzero(sums).max(initial=0))
    if rows >= 2 * longest + 1 or not sums.sum():
        return longest
    enough = int(np.searchsorted(sums.cumsum(), _ENOUGH_SHARE * sums.sum()))
    return int(min(longest, max(enough, 1), width - 1))


def _refuse(result: Nowcast, known: KnownTriangle, frame: _Frame) -> None:
    reason = int(result.reason)
    rows = known.cells.shape[0] - frame.start
    if reason == TOO_SHORT:
        least = frame.delay + least_complete_rows(frame.delay + 1)
        raise RefusedError("few_complete", rows=rows, delay=frame.delay, least=least)
    if reason == NO_COUNTS:
        raise RefusedError("no_report_used")


def _tell(result: Nowcast, known: KnownTriangle, at: date, season: int) -> None:
    if known.last_report < at:
        note("last_report", last=known.last_report)
    offset = known.cells.shape[0] - result.point.size
    days = [known.day(offset + i) for i in range(result.point.size)]
    missing = [d for d, n in zip(days, result.observed, strict=True) if np.isnan(n)]
    if missing:
        note("cells_empty", n=len(missing), first=missing[0])
    below = [str(known.day(int(i))) for i in np.flatnonzero(_told(known) < 0.0)]
    if below:
        note("corrections_exceed", days=", ".join(below[:5]))
    hidden = [d for d, ok in zip(days, result.shown, strict=True) if not ok and d not in missing]
    if hidden:
        note("too_little_arrived", first=hidden[0])
    if season > 1 and not bool(result.weekday):
        note("no_weekday")
    if (known.cells[offset:] < 0.0).any():
        note("taken_from_earlier")


def _told(known: KnownTriangle) -> FloatArray:
    """Return what was reported by reference day, ``nan`` where a cell is missing."""
    told: FloatArray = np.nansum(known.cells, axis=1)
    told[np.isnan(known.cells).any(axis=1)] = np.nan
    return told


def _rows(result: Nowcast, known: KnownTriangle, frame: _Frame) -> list[list[str]]:
    told = _told(known)
    n_rows, rows = known.cells.shape[0], []
    for i in range(n_rows):
        j = i - frame.start
        complete = n_rows - 1 - i >= frame.delay
        if complete or j < 0:
            figures = [max(told[i], 0.0)] * (1 + len(HUB_COLUMNS)) if complete else []
        else:
            figures = [result.point[j], *result.quantiles[j]]
        text = [number_text(float(x)) for x in (told[i], *figures)]
        text += [""] * (len(COLUMNS) - 1 - len(text))
        rows.append([known.day(i).isoformat(), *text])
    return rows
