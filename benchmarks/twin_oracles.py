"""Two other frameworks at parameters that say the same as ours; runs under the peers' Python.

One layer of random contacts drawn anew every day, no intervention, nobody dies, everybody is
equally susceptible and equally infectious. Prints a JSON list of {seed, seeds, curve}.
"""

import argparse
import json
import os
import sys
import warnings
from importlib import import_module
from typing import Any

CONTACTS, BETA = 20, 0.02
LATENT, INFECTIOUS = (4.5, 1.5), (8.0, 2.0)


def covasim_rows(n: int, days: int, cases: int, seeds: range) -> list[dict[str, Any]]:
    """Run covasim; latent and infectious time are lognormal whole days."""
    cv = import_module("covasim")
    ages = cv.get_prognoses()
    even = {name: ages[name] * 0 + 1.0 for name in ("sus_ORs", "trans_ORs")}
    sure = {"symp_probs": ages["symp_probs"] * 0 + 1.0}
    never = {name: ages[name] * 0.0 for name in ("severe_probs", "crit_probs", "death_probs")}
    none = {"dist": "uniform", "par1": 0.0, "par2": 0.0}
    ill = {"dist": "lognormal_int", "par1": INFECTIOUS[0], "par2": INFECTIOUS[1]}
    rows = []
    for seed in seeds:
        sim = cv.Sim(
            pop_size=n, pop_type="random", pop_infected=cases, n_days=days - 1, rand_seed=seed,
            verbose=0, contacts={"a": CONTACTS}, beta=BETA, beta_layer={"a": 1.0},
            dynam_layer={"a": 1}, iso_factor={"a": 1.0}, quar_factor={"a": 1.0},
            beta_dist={"dist": "uniform", "par1": 1.0, "par2": 1.0}, asymp_factor=1.0,
            viral_dist={"frac_time": 0.3, "load_ratio": 1, "high_cap": 4},
            prognoses={**ages, **even, **sure, **never}, use_waning=False,
        )  # fmt: skip
        exposed = {"dist": "lognormal_int", "par1": LATENT[0], "par2": LATENT[1]}
        sim["dur"].update(exp2inf=exposed, inf2sym=none, mild2rec=ill, asym2rec=ill)
        sim.run()
        curve = [int(x) for x in sim.results["new_infections"].values]
        rows.append({"seed": seed, "seeds": cases, "curve": curve})
    return rows


def starsim_rows(n: int, days: int, cases: int, seeds: range) -> list[dict[str, Any]]:
    """Run starsim's SIR, which has no latent time; first cases are drawn one by one."""
    ss = import_module("starsim")
    rows = []
    for seed in seeds:
        sir = ss.SIR(
            beta=ss.perday(BETA), init_prev=ss.bernoulli(cases / n), p_death=ss.bernoulli(0),
            dur_inf=ss.lognorm_ex(mean=ss.days(INFECTIOUS[0]), std=ss.days(INFECTIOUS[1])),
        )  # fmt: skip
        sim = ss.Sim(
            n_agents=n, start=0, dur=ss.days(days), dt=ss.days(1), diseases=sir,
            networks=ss.RandomNet(n_contacts=CONTACTS, dur=0), verbose=0, rand_seed=seed,
        )  # fmt: skip
        sim.run()
        new = [int(x) for x in sim.results.sir.new_infections.values]
        first = int(sim.results.sir.n_infected.values[0]) - new[0]
        rows.append({"seed": seed, "seeds": first, "curve": new})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("framework", choices=("covasim", "starsim"))
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--days", type=int, default=100)
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--runs", type=int, default=60)
    args = parser.parse_args()
    warnings.filterwarnings("ignore")
    os.environ.setdefault("STARSIM_INSTALL_FONTS", "0")
    said, sys.stdout = sys.stdout, sys.stderr
    run = covasim_rows if args.framework == "covasim" else starsim_rows
    rows = run(args.n, args.days, args.cases, range(1, args.runs + 1))
    sys.stdout = said
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
