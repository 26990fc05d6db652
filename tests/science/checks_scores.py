"""Scores against exact fractions."""

import numpy as np
from tests.science.finding import Check, Finding, below
from tests.science.reference import rows

from bihuan.science.scores import wis


def exact_cases() -> Finding:
    gaps = []
    for case in rows("analytic_wis_cases.csv"):
        levels, quantiles = (np.array(case[k].split(), float) for k in ("levels", "quantiles"))
        found = wis(np.array(float(case["observed"])), quantiles, levels)
        gaps.append(abs(float(found) - float(case["wis"])))
    return below(max(gaps), 1e-12, f"{len(gaps)} cases, largest difference")


CHECKS = (Check("WIS", "analytic_wis_cases.csv", "abs 1e-12", "exact fractions", exact_cases),)
