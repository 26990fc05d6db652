"""Bulletin arithmetic, status of the community, end of an outbreak, import screen."""

from datetime import date

import numpy as np
from tests.science.finding import Check, Finding, below
from tests.science.reference import by, column, rows

from bihuan.science.community_zero import CLEAR, STANDARD_MET, UNKNOWN, ZeroRule, community_zero
from bihuan.science.descriptive import new_infections
from bihuan.science.end_of_outbreak import OutbreakRanges, p_further_case
from bihuan.science.import_screen import screen, sums_that_differ


def bulletin() -> Finding:
    groups = by(rows("linfen_2022-11-28.csv"), "dimension")
    sums = {name: int(column(group, "new_infections").sum()) for (name,), group in groups.items()}
    modes = by(groups["route",], "detection_mode")
    community = int(column(modes["community",], "new_infections").sum())
    managed = int(column(modes["managed",], "new_infections").sum())
    holds = set(sums.values()) == {195} and (managed, community) == (167, 28)
    text = f"{len(sums)} splits sum to {sums['route']}; {community} of {managed + community}"
    return Finding(text, holds and len(sums) == 3)


def counted_once() -> Finding:
    daily = rows("shanghai_2022_daily.csv")
    parts = ("local_confirmed", "local_asymptomatic", "converted_to_confirmed")
    found = new_infections(*(column(daily, name) for name in parts))
    same = int((found == column(daily, "new_infections")).sum())
    routes = np.stack([column(daily, mode) for mode in ("managed", "community")])
    flags = sums_that_differ(found, routes[:, None])
    days = {daily[flag.day]["date"] for flag in flags}
    text = f"exact on {same} days; flagged {', '.join(sorted(days))}"
    return Finding(text, same == len(daily) == 125 and days == {"2022-03-01"})


def relapses() -> Finding:
    """Clear runs of three days and more in May and June that another case ended."""
    daily = rows("shanghai_2022_daily.csv")
    counts = column(daily, "community")
    status = community_zero(counts, 24_870_000, ZeroRule())
    found = []
    for day in range(1, counts.size):
        before = int(status.clear_days[day - 1])
        if counts[day] > 0 and before >= 3 and daily[day]["date"] >= "2022-05-01":
            assert status.state[day - 1] == STANDARD_MET
            found.append((daily[day]["date"], before))
    gap = counts.copy()
    gap[-2:] = np.nan, 0
    unknown = community_zero(gap, 24_870_000, ZeroRule())
    lost = (int(unknown.state[-2]), int(unknown.state[-1]), int(unknown.clear_days[-1]))
    wanted = [("2022-05-19", 5), ("2022-05-24", 4), ("2022-06-02", 3), ("2022-06-26", 5)]
    text = "; ".join(f"{run} clear days, then a case on {day}" for day, run in found)
    return Finding(text, found == wanted and lost == (UNKNOWN, CLEAR, 1))


def still_possible() -> Finding:
    gap = 0.0
    for case in rows("analytic_end_of_outbreak.csv"):
        days = int(case["clear_days"])
        cases = np.zeros(days + 1)
        cases[0] = float(case["cases_on_last_day"])
        mean, sd, r, k = (
            float(case[name])
            for name in ("si_mean_days", "si_sd_days", "reproduction_number", "k_dispersion")
        )
        found = p_further_case(cases, OutbreakRanges((mean, mean), (sd, sd), (r, r), (k, k)))
        wanted = float(case["p_at_least_one_more_case"])
        gap = max(gap, abs(found.low[-1] - wanted), abs(found.high[-1] - wanted))
    return below(gap, 1e-9)


def dirty_import() -> Finding:
    records = rows("china_provinces_confirmed_2021H2_2022.csv")
    groups = by(records, "province")
    first = date.fromisoformat(records[0]["date"])
    counts = np.full((len(groups), 600), np.nan)
    for i, group in enumerate(groups.values()):
        for record in group:
            day = (date.fromisoformat(record["date"]) - first).days
            counts[i, day] = float(record["reported_confirmed"] or "nan")
    flags = screen(counts)
    negative = sum(flag.kind == "negative" for flag in flags)
    lumps = sum(flag.kind == "zero_then_lump" for flag in flags)
    return Finding(f"{negative} negatives, {lumps} lump days listed", negative == 12 and lumps > 0)


CHECKS = (
    Check(
        "bulletin arithmetic",
        "linfen_2022-11-28.csv",
        "exact; 3 splits sum to 195; share 28/195",
        "hand",
        bulletin,
    ),
    Check(
        "new infections, routes",
        "shanghai_2022_daily.csv",
        "exact for 125 days; 1 unreconciled day flagged",
        "identities",
        counted_once,
    ),
    Check(
        "import screen",
        "china_provinces_confirmed_2021H2_2022.csv",
        "all 12 negatives found; lump days listed",
        "file",
        dirty_import,
    ),
    Check(
        "status machine",
        "shanghai_2022_daily.csv",
        "the 4 relapses after >= 3 clear days; missing gives unknown",
        "hand",
        relapses,
    ),
    Check(
        "end of outbreak",
        "analytic_end_of_outbreak.csv",
        "abs 1e-9",
        "mpmath",
        still_possible,
    ),
)
