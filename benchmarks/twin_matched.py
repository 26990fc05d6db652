"""Equal parameters: 60 runs of ours beside 60 of covasim and 60 of starsim.

One layer of random contacts, no measure. Means of attack rate, peak day and peak height agree
within 2 % + 3 standard errors, and the peak days come from one distribution (KS p > 0.01). The
frameworks run in a process of their own, as oracles of the figures, not of the speed.
"""

import argparse
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.pairing import peer_python
from benchmarks.twin_common import City
from benchmarks.twin_growth import zones
from benchmarks.twin_oracles import BETA, CONTACTS, INFECTIOUS, LATENT
from bihuan.science.twin.city import synthesise_city
from bihuan.science.twin.disease import Band, Contacts, Disease, Duration
from bihuan.science.twin.layout import F64, Course
from bihuan.science.twin.plan import Plan, build_policy
from bihuan.science.twin.simulate import new_world, result_of, run_until
from bihuan.science.twin.tables import course_of

N, DAYS, CASES = 20_000, 100, 40
NAMES = ("attack rate", "peak day", "peak height")


@dataclass(frozen=True)
class Oracle:
    """A framework, our disease that says the same, and the day on which its series begins."""

    framework: str
    latent: Duration
    infectious: Duration
    first_day: int


ORACLES = (
    Oracle("covasim", Duration("lognormal", *LATENT), Duration("lognormal", *INFECTIOUS), 0),
    # Its infected pass on in the whole steps before their recovery: half a day less on average.
    Oracle(
        "starsim",
        Duration("fixed", 1.0, 0.0),
        Duration("lognormal", INFECTIOUS[0] - 0.5, INFECTIOUS[1]),
        1,
    ),
)


def course(oracle: Oracle) -> Course:
    disease = Disease(
        latent=oracle.latent,
        presymptomatic=Duration("fixed", 0.0, 0.0),
        symptomatic=oracle.infectious,
        asymptomatic=oracle.infectious,
        bands=(Band(0, 1.0, 1.0, 0.0, 0.0),),
        reproduction_number=0.0,
        household_attack=0.0,
        dispersion=float("inf"),
        contacts=Contacts(community=CONTACTS, gate=0.0, reach=(0, 0, 0, 1)),
    )
    return course_of(disease, np.array((0.0, 0.0, 0.0, BETA * CONTACTS, 0.0)), np.ones(6))


def ours(city: City, oracle: Oracle, seeds: list[int]) -> F64:
    """Run a replicate for each of the oracle's, with as many first cases as it had."""
    made, rows = course(oracle), []
    for replicate, cases in enumerate(seeds):
        policy = build_policy(city, Plan("", DAYS, cases), np.ones(6), 1, (1, replicate))
        world = new_world(city, made, policy, DAYS, (1, replicate))
        new = result_of(run_until(world, DAYS)).infected.sum(axis=1).astype(float)
        new[0] -= cases
        rows.append(new)
    return np.array(rows)


def outcomes(curves: F64, seeds: list[int]) -> F64:
    """Return attack rate, peak day and peak height of every run, shape (runs, 3)."""
    attack = (curves.sum(axis=1) + np.array(seeds)) / N
    return np.stack((attack, curves.argmax(axis=1), curves.max(axis=1)), axis=1)


def compare(oracle: Oracle, theirs: F64, made: F64) -> bool:
    from scipy.stats import ks_2samp

    fine = True
    for at, name in enumerate(NAMES):
        a, b = theirs[:, at], made[:, at]
        error = float(np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b)))
        room = 0.02 * abs(a.mean()) + 3 * error
        good = abs(a.mean() - b.mean()) <= room
        fine &= good
        print(
            f"matched {oracle.framework} {name}: {a.mean():.4f} / {b.mean():.4f}, "
            f"within {room:.4f}: {'equal' if good else 'NOT EQUAL'}"
        )
    p = float(ks_2samp(theirs[:, 1], made[:, 1]).pvalue)
    print(f"matched {oracle.framework} peak days, KS: p {p:.3f} (> 0.01)")
    return fine and p > 0.01


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, help="folder that names the peers' versions")
    parser.add_argument("--peers-python", type=Path, help="a Python that has them")
    parser.add_argument("--runs", type=int, default=60)
    args = parser.parse_args()
    if args.peers is None:
        print("# covasim and starsim are matched with --peers only")
        return 0
    python = args.peers_python or peer_python(args.peers, "covasim", "starsim")
    city, fine = synthesise_city(zones(N), 1), True
    for oracle in ORACLES:
        script = Path(__file__).with_name("twin_oracles.py")
        command = [str(python), str(script), oracle.framework, "--runs", str(args.runs)]
        command += ["--n", str(N), "--days", str(DAYS), "--cases", str(CASES)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise SystemExit(f"{oracle.framework} failed:\n{done.stderr[-2000:]}")
        rows = json.loads(done.stdout)
        seeds = [row["seeds"] for row in rows]
        curves = np.array([row["curve"] for row in rows], dtype=float)
        made = ours(city, oracle, seeds)[:, oracle.first_day :]
        days = min(curves.shape[1], made.shape[1])
        theirs = outcomes(curves[:, :days], seeds)
        fine &= compare(oracle, theirs, outcomes(made[:, :days], seeds))
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
