"""The forecast against the flat baseline on published series, and what a regime break blanks."""

from contextlib import redirect_stderr
from datetime import date, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from tests.science.finding import Check, Finding, below
from tests.science.reference import by, column, rows

from bihuan.science.baseline import baseline_logs
from bihuan.science.forecast import forecast
from bihuan.science.rt import REASONS, estimate_rt
from bihuan.science.scores import HUB_LEVELS, covered, wis_log
from bihuan.science.serial_interval import discretise_si
from bihuan.site.cli import main

LEVELS = np.array(HUB_LEVELS)
REFERENCE = "forecast_baseline_reference.csv"
SHIFTED, CHANGED = date(2022, 8, 24), date(2022, 12, 7)
UNSEEN, FEWEST_IN_ALL = "china_provinces_confirmed_2021H2_2022.csv", 300
REFUSED = 3
BROKEN = [
    (name, last + timedelta(days=later), regime)
    for name in ("guangdong", "henan", "sichuan")
    for last, regime in (
        (SHIFTED, f"{SHIFTED}..{SHIFTED}"),
        (CHANGED, f"{CHANGED}.."),
    )
    for later in (0, 5)
]


@cache
def series(name: str):
    """Return the first day and the counts, the one shifted day carried forward."""
    if name == "shanghai_new_infections":
        daily = rows("shanghai_2022_daily.csv")
        return date.fromisoformat(daily[0]["date"]), column(daily, "new_infections")
    provinces = by(rows("china_provinces_local_2022.csv"), "province")
    group = next(g for (p,), g in provinces.items() if p.lower().replace(" ", "_") == name)
    days = [date.fromisoformat(r["date"]) for r in group]
    counts = np.full((max(days) - min(days)).days + 1, np.nan)
    total = column(group, "local_confirmed") + column(group, "local_asymptomatic")
    counts[[(day - min(days)).days for day in days]] = total
    shifted = (SHIFTED - min(days)).days
    counts[shifted] = counts[shifted - 1]
    return min(days), counts


def origins():
    for (name, origin), group in by(rows(REFERENCE), "series", "origin_date").items():
        first, counts = series(name)
        yield name, counts[: (date.fromisoformat(origin) - first).days + 1], group


def baseline() -> Finding:
    gap = 0.0
    names = ("q025", "q05", "q25", "q50", "q75", "q95", "q975")
    levels = np.array([0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975])
    for _, counts, group in origins():
        logs = np.log1p(counts[None])
        for record in group:
            last = np.array([counts.size - 1])
            found = np.expm1(baseline_logs(logs, int(record["horizon_days"]), last, levels)[0, 0])
            wanted = np.array([float(record[name]) for name in names])
            # The file keeps six decimals; below one case that is all there is to compare.
            gap = max(gap, float(np.max(np.abs(found - wanted) / np.maximum(wanted, 1.0))))
    return below(gap, 1e-6, "largest relative gap")


@cache
def scored() -> dict[str, np.ndarray]:
    """Return (own score, baseline score, covered) of every reference forecast by series."""
    lines: dict[str, list[tuple[float, float, float]]] = {}
    for name, counts, group in origins():
        result = forecast(counts[None])
        for record in group:
            own = result.quantiles[0, int(record["horizon_days"]) - 1]
            truth = np.array(float(record["truth"]))
            score = float(wis_log(truth, own, LEVELS))
            inside = float(covered(truth, own, LEVELS, 0.9))
            lines.setdefault(name, []).append((score, float(record["wis_log1p"]), inside))
    return {name: np.array(found) for name, found in lines.items()}


def better() -> Finding:
    every = np.concatenate(list(scored().values()))
    overall = every[:, 0].sum() / every[:, 1].sum()
    ratios = {name: part[:, 0].sum() / part[:, 1].sum() for name, part in scored().items()}
    worst = max(ratios, key=lambda name: ratios[name])
    inside = every[:, 2].mean()
    text = f"{overall:.3f} overall, worst {worst} {ratios[worst]:.3f}, coverage {inside:.2f}"
    holds = overall <= 0.98 and ratios[worst] <= 1.05 and 0.80 <= inside <= 0.97
    return Finding(text, bool(holds))


@cache
def unseen() -> np.ndarray:
    """Return counts by province, second half of 2021: no choice in the forecast looked at them."""
    provinces = by(rows(UNSEEN), "province").values()
    table = [
        column([r for r in group if r["date"] < "2022"], "reported_confirmed")
        for group in provinces
    ]
    counts = np.array([np.where(row < 0, np.nan, row) for row in table])
    return counts[np.nansum(counts, axis=1) >= FEWEST_IN_ALL]


def held_out() -> Finding:
    """Score what is shown, on every ninth day, where 50 cases in 14 days call for a forecast."""
    counts, horizons = unseen(), (1, 3, 7, 14)
    own, other, inside = [], [], []
    for day in range(40, counts.shape[1] - max(horizons), 9):
        result = forecast(counts[:, :day])
        flat = np.log1p(counts[:, :day])
        for h in horizons:
            truth = counts[:, day + h - 1]
            asked = result.enough_cases & np.isfinite(truth)
            last = np.array([day - 1])
            base = np.expm1(baseline_logs(flat, h, last, LEVELS)[:, 0])
            shown = result.quantiles[:, h - 1]
            own.append(wis_log(truth, shown, LEVELS)[asked])
            other.append(wis_log(truth, base, LEVELS)[asked])
            inside.append(covered(truth, shown, LEVELS, 0.9)[asked])
    first, second, held = (np.concatenate(parts) for parts in (own, other, inside))
    ratio, share = first.sum() / second.sum(), held.mean()
    text = f"{ratio:.3f} over {held.size} forecasts of {len(counts)} series, coverage {share:.2f}"
    return Finding(text, bool(ratio <= 0.98 and 0.80 <= share <= 0.97))


def blanked() -> Finding:
    """Every province: nothing on windows touching the shifted day or the changed regime."""
    given, windows = 0, 0
    for group in by(rows("china_provinces_local_2022.csv"), "province").values():
        first = date.fromisoformat(group[0]["date"])
        ok = {date.fromisoformat(r["date"]): r["quality"] == "ok" for r in group}
        days = [first + timedelta(days=i) for i in range((max(ok) - first).days + 1)]
        counts = np.full(len(days), np.nan)
        total = column(group, "local_confirmed") + column(group, "local_asymptomatic")
        for record, value in zip(group, total, strict=True):
            counts[(date.fromisoformat(record["date"]) - first).days] = value
        blank = np.array([not ok.get(day, False) for day in days])
        weights = discretise_si(3.3, 2.2, len(days))
        result = estimate_rt(counts, np.zeros_like(counts), weights, blank=blank)
        touching = [
            SHIFTED <= days[t] <= SHIFTED + timedelta(days=6) or days[t] >= CHANGED
            for t in result.t_end
        ]
        windows += sum(touching)
        given += int(np.isfinite(result.mean[touching]).sum())
        reasons = {REASONS[i] for i in result.reason[touching]}
        given += len(reasons - {"regime_break"})
    refused = sum(forecast_status(*case) == REFUSED for case in BROKEN)
    text = f"{windows} windows blank with their reason, {refused} forecasts refused"
    return Finding(text, given == 0 and windows > 0 and refused == len(BROKEN))


def forecast_status(name: str, last: date, regime: str) -> int:
    """Return the exit status of the forecast of a province's counts up to a day."""
    first, counts = series(name)
    lines = [
        f"{first + timedelta(days=i)},{'' if np.isnan(n) else int(n)}"
        for i, n in enumerate(counts[: (last - first).days + 1])
    ]
    with TemporaryDirectory() as folder, redirect_stderr(StringIO()):
        given = Path(folder) / "counts.csv"
        given.write_text("\n".join(["date,count", *lines]) + "\n", encoding="utf-8")
        asked = ["--in", str(given), "--out", f"{folder}/out.csv", "--regime", regime]
        return main(["epi", "forecast", *asked])


CHECKS = (
    Check("forecast baseline", REFERENCE, "rel 1e-6", "formula", baseline),
    Check(
        "forecast",
        REFERENCE,
        "relative log WIS <= 0.98, none > 1.05, coverage 0.80-0.97",
        "baseline",
        better,
    ),
    Check(
        "forecast, series that no choice in it has seen",
        UNSEEN,
        "relative log WIS <= 0.98, coverage 0.80-0.97",
        "baseline",
        held_out,
    ),
    Check(
        "regime blanking",
        "china_provinces_local_2022.csv",
        "no Rt or forecast on windows touching 2022-08-24 or from 2022-12-07",
        "rule",
        blanked,
    ),
)
