"""``bihuan epi status``: community zero by window, and how likely a further case still is."""

import argparse

import numpy as np

from bihuan.domain.profiles import DiseaseProfile
from bihuan.science.community_zero import (
    CLEAR,
    NOT_ZERO,
    STANDARD_MET,
    UNKNOWN,
    ZeroRule,
    community_zero,
)
from bihuan.science.end_of_outbreak import OutbreakRanges, RangeByDay, p_further_case
from bihuan.site.commands.epi.calendar import Series, add_today, read_series, today
from bihuan.site.commands.epi.files import (
    LARGEST_COUNT,
    note,
    number_text,
    read_table,
    write_table,
)
from bihuan.site.commands.epi.profiles import default_profile, load_profile
from bihuan.site.commands.epi.sentences import InputError, RefusedError

HELP = "community zero, and the chance of a further case"
COLUMNS = ("date", "state", "clear_days", "p_further_low", "p_further_high")
_STATES = {NOT_ZERO: "not_zero", CLEAR: "clear_", STANDARD_MET: "standard_met", UNKNOWN: "unknown"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare files, residents and profile."""
    parser.add_argument(
        "--in", dest="source", required=True, metavar="C.csv", help="date,community_count"
    )
    parser.add_argument("--out", required=True, metavar="Z.csv", help="one row a window")
    parser.add_argument("--population", type=int, required=True, metavar="N", help="residents")
    usual = default_profile()
    parser.add_argument("--profile", default=usual, metavar="P", help=f"default {usual}")
    add_today(parser)


def run(args: argparse.Namespace) -> int:
    """Judge every window and write."""
    if not 1 <= args.population <= LARGEST_COUNT:
        raise InputError("population_wrong", got=args.population, most=LARGEST_COUNT)
    profile = load_profile(args.profile)
    if not profile.community_zero.supported:
        raise RefusedError("no_zero_rule", name=profile.id)
    series = _read(args, args.population)
    rule = ZeroRule(profile.community_zero.days, profile.community_zero.basic_per_100k)
    counts = series.counts[0]
    status = community_zero(counts, args.population, rule)
    further = _further(counts, profile)
    if status.basically.any():
        last = series.day(int(np.flatnonzero(status.basically)[-1]))
        note("below_basic_rate", last=last)
    rows = []
    for i in range(series.n_days):
        state, clear = int(status.state[i]), int(status.clear_days[i])
        name = f"clear_{clear}" if state == CLEAR else _STATES[state]
        p = (number_text(float(further.low[i])), number_text(float(further.high[i])))
        rows.append([series.day(i).isoformat(), name, "" if clear < 0 else str(clear), *p])
    write_table(args.out, COLUMNS, rows)
    return 0


def _read(args: argparse.Namespace, population: int) -> Series:
    table = read_table(args.source)
    series = read_series(table, ("community_count",), today(args))
    for row in table.rows:
        count = row.count("community_count")
        if count < 0.0:
            raise row.complain("negative_clear")
        if count > population:
            raise row.complain("more_than_population", count=count)
    return series


def _further(counts: np.ndarray, profile: DiseaseProfile) -> RangeByDay:
    ranges = outbreak_ranges(profile)
    if ranges is None:
        note("no_reproduction_number", name=profile.id)
        blank = np.full(counts.size, np.nan)
        return RangeByDay(blank, blank)
    return p_further_case(counts, ranges)


def outbreak_ranges(profile: DiseaseProfile) -> OutbreakRanges | None:
    """Return what a profile says about spread, None when it says too little."""
    known = profile.epidemiology
    found = (
        known.serial_interval_mean,
        known.serial_interval_sd,
        known.reproduction_number,
        known.dispersion_k,
    )
    if any(one is None for one in found):
        return None
    si_mean, si_sd, r, k = ((one.lo, one.hi) for one in found if one is not None)
    share = known.ascertainment
    return OutbreakRanges(si_mean, si_sd, r, k, (share.lo, share.hi) if share else (1.0, 1.0))
