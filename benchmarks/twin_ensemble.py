"""Ensembles: 32 paired runs of one township, and 64 replicates of 4 plans over 120 days."""

import os

from benchmarks.twin_common import timed, without_peers
from bihuan.domain.profiles import DiseaseProfile
from bihuan.platform.twin.bridge import disease_ends
from bihuan.science.twin.city import ZoneTable
from bihuan.science.twin.ensemble import Task
from bihuan.science.twin.layout import Layer
from bihuan.science.twin.plan import Effect, Plan
from bihuan.site.commands.twin.executors import executor_of
from bihuan.site.commands.twin.scenario_files import read_profile
from bihuan.site.commands.twin.territory import territory

TIERS = ((0.85, 1.0), (0.6, 0.85), (0.4, 0.65), (0.2, 0.5))


def plans(days: int, zones: int, first_day: int) -> tuple[Plan, ...]:
    everywhere = tuple(range(zones))
    out = []
    for i, (low, high) in enumerate(TIERS):
        cut = tuple((layer, low, high) for layer in (Layer.COMMUNITY, Layer.TRAVEL, Layer.WORK))
        effect = Effect(80 + i, "restriction", cut, everywhere, first_day, days, 0.9)
        out.append(Plan(f"tier {i + 1}", days, 20, effects=(effect,)))
    return tuple(out)


def measure(name: str, zones: ZoneTable, days: int, runs: int) -> None:
    profile = read_profile("drill-generic")
    assert isinstance(profile, DiseaseProfile)
    low, high = disease_ends(profile, (1.0, 1.2))
    task = Task(zones, low, high, plans(days, len(zones.code), 12), 1)
    threads = min(2, os.cpu_count() or 1)
    executor = executor_of(None, threads)
    took, done = timed(lambda: list(executor.map(task, list(range(runs)))))
    infected = [o.figures["infections"] for _, row in done for o in row]
    share = sum(infected) / len(infected) / int(zones.residents.sum())
    print(
        f"{name}: {runs} runs of {len(task.plans)} plans, {days} days, "
        f"{int(zones.residents.sum()):,} residents, {threads} processes: {took:.2f} s, "
        f"mean attack {share:.2%} (the city's synthesis included)",
        flush=True,
    )


def main() -> int:
    without_peers(__doc__).parse_args()
    whole = territory(None, None, 0)
    town = whole.code // 10**6 == whole.code[0] // 10**6
    measure("township", ZoneTable(whole.code[town], whole.residents[town]), 60, 32)
    measure("city", whole, 120, 64)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
