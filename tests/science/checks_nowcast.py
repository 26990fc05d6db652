"""Nowcasts against the chain ladder of baselinenowcast and against what came."""

from datetime import date
from functools import cache

import numpy as np
from tests.science.finding import Check, Finding, below
from tests.science.reference import by, column, relative, rows

from bihuan.science.nowcast import NowcastSettings, nowcast
from bihuan.science.scores import HUB_LEVELS, wis
from bihuan.science.triangles import fill_triangle, mask_unknown

LEVELS = np.array(HUB_LEVELS)
LOW, HIGH = HUB_LEVELS.index(0.05), HUB_LEVELS.index(0.95)
GERMANY, DENGUE = "germany_covid_hosp", "dengue_puerto_rico"


@cache
def triangle(dataset: str):
    """Return the first reference day, the step in days and the cells of a file."""
    name, reference, delay, step, longest = {
        GERMANY: ("triangle_germany_covid_hosp.csv", "reference_date", "delay_days", 1, 40),
        DENGUE: ("triangle_dengue_puerto_rico.csv", "reference_week", "delay_weeks", 7, 10),
        "hus": ("triangle_hus_germany_2011.csv", "reference_date", "delay_days", 1, 15),
    }[dataset]
    records = rows(name)
    days = [date.fromisoformat(r[reference]) for r in records]
    first = min(days)
    cells = np.zeros(((max(days) - first).days // step + 1, longest + 1))
    for day, record in zip(days, records, strict=True):
        if int(record[delay]) <= longest:
            cells[(day - first).days // step, int(record[delay])] += float(record["count"])
    return first, step, cells


def known_on(dataset: str, as_of: str):
    first, step, cells = triangle(dataset)
    return cells[: (date.fromisoformat(as_of) - first).days // step + 1]


def groups(dataset: str):
    records = by(rows("nowcast_reference.csv"), "dataset", "as_of")
    return {as_of: group for (name, as_of), group in records.items() if name == dataset}


def points() -> Finding:
    gaps = []
    for dataset in (GERMANY, DENGUE):
        for as_of, group in groups(dataset).items():
            result = nowcast(known_on(dataset, as_of), settings=NowcastSettings(season=1))
            at = -1 - column(group, "age").astype(int)
            assert (result.observed[at] == column(group, "observed")).all()
            gaps.append(relative(result.point[at], column(group, "point")))
    return below(max(gaps), 1e-6, "largest relative gap")


def delays() -> Finding:
    gaps = []
    for (name, as_of), group in by(
        rows("nowcast_delay_pmf_reference.csv"), "dataset", "as_of"
    ).items():
        cells = mask_unknown(known_on(name, as_of))
        found = fill_triangle(cells[-3 * cells.shape[1] :]).delay_pmf
        wanted = column(group, "pmf")
        gaps.append(np.abs(found[column(group, "delay").astype(int)] - wanted).max())
    return below(max(gaps), 1e-6, "largest difference of a share")


def scored(dataset: str, season: int) -> tuple[float, float]:
    """Return the mean score over the oracle's, and the coverage of the 90 % interval."""
    own, oracle, inside = [], [], []
    for as_of, group in groups(dataset).items():
        result = nowcast(known_on(dataset, as_of), settings=NowcastSettings(season=season))
        quantiles = result.quantiles[-1 - column(group, "age").astype(int)]
        truth = column(group, "truth")
        own.extend(wis(truth, quantiles, LEVELS))
        oracle.extend(column(group, "oracle_wis"))
        inside.extend((quantiles[:, LOW] <= truth) & (truth <= quantiles[:, HIGH]))
    return float(np.mean(own) / np.mean(oracle)), float(np.mean(inside))


def weekday() -> Finding:
    ratio, inside = scored(GERMANY, 7)
    text = f"{ratio:.2f} x oracle, coverage {inside:.2f}"
    return Finding(text, ratio <= 0.65 and 0.80 <= inside <= 0.99)


def weekly() -> Finding:
    ratio, inside = scored(DENGUE, 1)
    text = f"{ratio:.2f} x oracle, coverage {inside:.2f}"
    return Finding(text, ratio <= 1.05 and 0.80 <= inside <= 0.99)


def short_outbreak() -> Finding:
    _, _, cells = triangle("hus")
    inside, sound = [], True
    for last in range(20, len(cells) - 15):
        result = nowcast(cells[:last])
        truth = cells[:last].sum(axis=1)
        sound &= bool(np.isfinite(result.point[result.shown]).all() and result.reason == 0)
        held = (result.quantiles[:, LOW] <= truth) & (truth <= result.quantiles[:, HIGH])
        inside.extend(held[-15:][result.shown[-15:]])
    text = f"every day from 20 rows on; coverage of what is shown {np.mean(inside):.2f}"
    return Finding(text, bool(sound and np.mean(inside) >= 0.80))


REFERENCE = "nowcast_reference.csv"
CHECKS = (
    Check("nowcast point, weekday off", REFERENCE, "rel 1e-6", "baselinenowcast", points),
    Check(
        "delays of the nowcast",
        "nowcast_delay_pmf_reference.csv",
        "abs 1e-6",
        "baselinenowcast",
        delays,
    ),
    Check(
        "nowcast, weekday on",
        f"{REFERENCE}, German rows",
        "mean WIS <= 0.65 x oracle, 90 % coverage 0.80-0.99",
        "baselinenowcast",
        weekday,
    ),
    Check(
        "nowcast, weekly",
        f"{REFERENCE}, dengue rows",
        "mean WIS <= 1.05 x oracle, 90 % coverage 0.80-0.99",
        "baselinenowcast",
        weekly,
    ),
    Check(
        "nowcast, short outbreak",
        "triangle_hus_germany_2011.csv",
        "runs without error from 20 rows, 90 % coverage >= 0.80",
        "what came",
        short_outbreak,
    ),
)
