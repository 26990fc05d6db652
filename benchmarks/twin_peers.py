"""Pairs with peers: the peers' own scripts as separate processes, by turns with the engine.

The outcome is compared first: attack rate within 2 points, peak day within 5 days, largest
distance of the cumulative curves at most 0.05, means over the seeds. Only then the speeds.
"""

import argparse
import json
import subprocess
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.pairing import peer_python
from benchmarks.twin_common import ratio, timed
from benchmarks.twin_growth import zones
from bihuan.science.twin.city import City, synthesise_city
from bihuan.science.twin.disease import Band, Contacts, Disease, Duration
from bihuan.science.twin.households import Marginals
from bihuan.science.twin.layout import Course, Layer, Policy
from bihuan.science.twin.plan import Effect, Plan, build_policy
from bihuan.science.twin.simulate import Run, new_world, result_of, run_until
from bihuan.science.twin.tables import course_of

Row = dict[str, object]

SEEDS = (1, 2, 3, 4, 5)
CONTROL_DAY, LEFT = 12, 0.15
MARGINALS = Marginals(
    persons_per_household=3.0,
    collective_share=0.0,
    school_ages=(6, 21),
    class_size=21,
    employed_share=1.0,
    workplace_sizes=(17,),
)


@dataclass(frozen=True)
class Peer:
    """A peer's script with parameters of ours that say the same."""

    name: str
    script: str
    disease: Disease
    rate: tuple[float, ...]
    options: tuple[str, ...]
    target: dict[str, int]
    first_day: int  # our day on which the peer's series begins


COVASIM = Peer(
    "covasim",
    "peer_covasim.py",
    Disease(
        latent=Duration("lognormal", 4.5, 1.5),
        presymptomatic=Duration("lognormal", 1.1, 0.9),
        symptomatic=Duration("lognormal", 8.0, 2.0),
        asymptomatic=Duration("lognormal", 8.0, 2.0),
        bands=(
            Band(0, 0.34, 0.5, 0.0, 0.0),
            Band(10, 0.67, 0.55, 0.0, 0.0),
            Band(20, 1.0, 0.65, 0.0, 0.0),
            Band(65, 1.24, 0.8, 0.0, 0.0),
            Band(80, 1.47, 0.9, 0.0, 0.0),
        ),
        reproduction_number=0.0,
        household_attack=0.0,
        dispersion=0.45,
        early_share=0.3,
        early_ratio=2.0,
        isolated_at_home=0.1,
        contacts=Contacts(school=20.0, work=16.0, community=20.0, gate=0.0, reach=(0, 0, 0, 1)),
    ),
    (0.016 * 3.0, 0.016 * 0.6, 0.016 * 0.6, 0.016 * 0.3 * 20, 0.0),
    ("--reps", "1"),
    {"wave": 200, "controlled": 1000},
    0,
)
STARSIM = Peer(
    # Its infected pass on until the step before recovery: half a day less than their duration.
    "starsim",
    "peer_starsim.py",
    Disease(
        latent=Duration("fixed", 1.0, 0.0),
        presymptomatic=Duration("fixed", 0.0, 0.0),
        symptomatic=Duration("lognormal", 7.5, 3.0),
        asymptomatic=Duration("lognormal", 7.5, 3.0),
        bands=(Band(0, 1.0, 1.0, 0.0, 0.0),),
        reproduction_number=0.0,
        household_attack=0.0,
        dispersion=float("inf"),
        contacts=Contacts(community=20.0, gate=0.0, reach=(0, 0, 0, 1)),
    ),
    (0.0, 0.0, 0.0, 0.02 * 20, 0.0),
    ("--reps", "1"),
    {"wave": 0, "controlled": 0},
    1,
)


def policy_of(kind: str, city: City, disease: Disease, days: int) -> Policy:
    seeds = max(10, city.n // 1000)
    bands = len(disease.bands)
    if kind == "wave":
        return build_policy(city, Plan("wave", days, seeds), np.ones(6), bands, (1, 0))
    every = tuple(range(len(city.zones.code)))
    cut = Effect(1, "", tuple((la, LEFT, LEFT) for la in Layer), every, CONTROL_DAY, days)
    tracing = bands > 1
    plan = Plan("controlled", days, seeds, effects=(cut,), delay_days=0)
    if tracing:
        shares = ((Layer.HOUSEHOLD, 1.0), (Layer.SCHOOL, 0.5), (Layer.WORK, 0.5))
        plan = replace(
            plan, care_per_day=0.3, trace=(*shares, (Layer.COMMUNITY, 0.1)), trace_delay_days=0
        )
    policy = build_policy(city, plan, np.ones(6), bands, (1, 0))
    if tracing:
        policy.care[:CONTROL_DAY] = 0.0
        policy.screen[CONTROL_DAY:] = 0.02
    return policy


def run(city: City, course: Course, policy: Policy, days: int, seed: int) -> Run:
    """Run one seed; like the peers' figures, without the set-up of tables and people."""
    return result_of(run_until(new_world(city, course, policy, days, (seed, 0)), days))


def ours(city: City, course: Course, policy: Policy, days: int, pool: Executor) -> list[Run]:
    return list(pool.map(lambda s: run(city, course, policy, days, s), SEEDS))


def scaled(peer: Peer, scale: float) -> Course:
    return course_of(peer.disease, np.array(peer.rate) * scale, np.ones(6))


def attack(runs: list[Run], n: int) -> float:
    return float(np.mean([r.infected.sum() for r in runs]) / n)


def tuned(city: City, peer: Peer, days: int, goal: float) -> float:
    """Find the scale of all rates at which the mean attack rate of the wave is the peer's."""
    policy, lo, hi = policy_of("wave", city, peer.disease, days), 0.2, 4.0
    for _ in range(14):
        middle = (lo + hi) / 2
        with ThreadPoolExecutor(2) as pool:
            less = attack(ours(city, scaled(peer, middle), policy, days, pool), city.n) < goal
        lo, hi = (middle, hi) if less else (lo, middle)
    return (lo + hi) / 2


def peer_rows(args: argparse.Namespace, peer: Peer, seed: int) -> dict[str, dict[str, object]]:
    command = [str(args.peers_python), str(Path(args.peers) / peer.script), "--json"]
    command += ["--n", str(args.residents), "--days", str(args.days), "--seed", str(seed)]
    command += peer.options
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"{peer.script} failed:\n{done.stderr[-2000:]}")
    text = done.stdout[done.stdout.index("[") :]
    return {row["name"]: row for row in json.loads(text)}


def compare(
    kind: str, peer: Peer, theirs: list[dict[str, object]], made: list[Run], n: int
) -> bool:
    """Print and judge the outcomes, means over the seeds."""
    a = np.mean([np.asarray(r["curve"], dtype=float) for r in theirs], axis=0)
    b = np.mean([r.infected.sum(axis=1) for r in made], axis=0)[peer.first_day :]
    days = min(len(a), len(b))
    gap = float(np.abs(np.cumsum(a[:days]) - np.cumsum(b[:days])).max() / n)
    rates = float(np.mean([float(str(r["attack_rate"])) for r in theirs])), attack(made, n)
    peaks = int(np.argmax(a[1:]) + 1), int(np.argmax(b[1:]) + 1)
    near = abs(rates[0] - rates[1]) <= 0.02 and gap <= 0.05
    good = near and (kind == "controlled" or abs(peaks[0] - peaks[1]) <= 5)
    print(
        f"outcome {peer.name}_{kind}: attack {rates[0]:.4f} / {rates[1]:.4f}, peak day "
        f"{peaks[0]} / {peaks[1]}, largest distance {gap:.4f}: {'equal' if good else 'NOT EQUAL'}"
    )
    return good


def pair(args: argparse.Namespace, peer: Peer) -> bool:
    marginals = MARGINALS
    city = synthesise_city(zones(args.residents), 1, marginals)
    rows = [peer_rows(args, peer, seed) for seed in SEEDS]
    wave = [r[f"{peer.name}_wave"] for r in rows]
    goal = float(np.mean([float(str(r["attack_rate"])) for r in wave]))
    scale = tuned(city, peer, args.days, goal)
    print(f"# {peer.name}: rates x {scale:.3f} for equal attack; 5 seeds, {args.threads} threads")
    fine = True
    for kind, target in peer.target.items():
        theirs = [r[f"{peer.name}_{kind}"] for r in rows]
        policy = policy_of(kind, city, peer.disease, args.days)
        course, seconds = scaled(peer, scale), []
        with ThreadPoolExecutor(args.threads) as pool:
            made = ours(city, course, policy, args.days, pool)
            for _ in SEEDS:
                took, _made = timed(
                    lambda p=policy, c=course, t=pool: ours(city, c, p, args.days, t)
                )
                seconds.append(took / len(SEEDS))
        fine &= compare(kind, peer, theirs, made, city.n)
        peer_seconds = [float(str(r["seconds"])) for r in theirs]
        ratio(
            f"twin_over_{peer.name}_{kind}",
            peer_seconds,
            seconds,
            f">= {target}" if target else "reported",
        )
    return fine


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, help="folder with the peers' scripts")
    parser.add_argument("--peers-python", type=Path, help="a Python that has them")
    parser.add_argument("--residents", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    if args.peers is None:
        print("# covasim and starsim are paired with --peers only")
        return 0
    args.peers_python = args.peers_python or peer_python(args.peers, "covasim", "starsim")
    return 0 if all([pair(args, COVASIM), pair(args, STARSIM)]) else 1


if __name__ == "__main__":
    raise SystemExit(main())
