"""Growth rates, pools and queues against closed forms."""

from tests.science.finding import Check, Finding, below
from tests.science.reference import rows

from bihuan.science.growth import growth_from_r, growth_from_r_latent, r_from_growth
from bihuan.science.pooling import crossover, dorfman
from bihuan.science.queues import mmc


def gap(found: float, wanted: str) -> float:
    target = float(wanted)
    return abs(found - target) / abs(target) if target else abs(found)


def growth() -> Finding:
    worst = 0.0
    for case in rows("analytic_growth_rate.csv"):
        r, wanted = float(case["reproduction_number"]), case["growth_rate_per_day"]
        if case["model"].startswith("seir"):
            words = case["model"].split("_")
            found = growth_from_r_latent(r, float(words[3]), float(words[5]))
        else:
            mean, sd = (float(case[f"{k}_generation_days"]) for k in ("mean", "sd"))
            found = growth_from_r(r, mean, sd)
            worst = max(worst, abs(r_from_growth(found, mean, sd) / r - 1.0))
        worst = max(worst, gap(found, wanted))
    return below(worst, 1e-9, "largest relative gap, there and back")


def pools() -> Finding:
    worst = 0.0
    for case in rows("analytic_dorfman_pooling.csv"):
        found = dorfman(float(case["prevalence"]), int(case["pool_size"]))
        worst = max(worst, gap(found.p_pool_positive, case["p_pool_positive"]))
        worst = max(worst, gap(found.tests_per_person, case["expected_tests_per_person"]))
    for case in rows("analytic_dorfman_crossover.csv"):
        found_at = crossover(int(case["smaller_pool"]), int(case["larger_pool"]))
        wanted = case["prevalence_below_which_larger_pool_needs_fewer_tests"]
        worst = max(worst, gap(found_at, wanted))
    return below(worst, 1e-9, "largest relative gap")


def queues() -> Finding:
    worst = 0.0
    for case in rows("analytic_mmc_queue.csv"):
        rates = (float(case[f"{k}_rate_per_hour"]) for k in ("arrival", "service"))
        found = mmc(*rates, int(case["servers"]))
        pairs = (
            (found.utilisation, "utilisation"),
            (found.p_wait, "p_wait"),
            (60 * found.mean_wait, "mean_wait_minutes"),
            (found.mean_length, "mean_queue_length"),
            (60 * found.p90_wait, "p90_wait_minutes"),
            (60 * found.mean_time, "mean_time_in_system_minutes"),
        )
        worst = max(worst, *(gap(value, case[name]) for value, name in pairs))
    return below(worst, 1e-9, "largest relative gap")


CHECKS = (
    Check("growth rate", "analytic_growth_rate.csv", "rel 1e-9", "closed form", growth),
    Check("pooling", "analytic_dorfman_*.csv", "rel 1e-9", "mpmath", pools),
    Check("queue", "analytic_mmc_queue.csv", "rel 1e-9", "mpmath", queues),
)
