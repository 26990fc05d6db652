"""Cost grows with infections, not with residents: the same outbreak in cities of 10^4 to 10^7."""

import statistics
from dataclasses import replace

import numpy as np

from benchmarks.twin_common import drill_disease, timed, wave, without_peers
from bihuan.science.twin.city import ZoneTable, synthesise_city

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
DAYS, SEEDS, ROUNDS = 60, 200, 5


def zones(residents: int) -> ZoneTable:
    """Communities of about 1,700 residents, 15 to a township, 150 to a county."""
    at = np.arange(residents // 1700)
    codes = (141_001 + at // 150) * 10**9 + (at // 15 % 10 + 1) * 10**6 + (at % 15 + 1) * 1000
    sizes = np.full(len(at), residents // len(at))
    sizes[: residents - sizes.sum()] += 1
    return ZoneTable(codes, sizes)


def main() -> int:
    without_peers(__doc__).parse_args()
    disease = replace(drill_disease(), reproduction_number=0.9)
    best = {}
    for residents in SIZES:
        built, city = timed(lambda n=residents: synthesise_city(zones(n), 1))
        once = wave(city, disease, DAYS, SEEDS)
        once(0)
        seconds, infected = [], []
        for replicate in range(ROUNDS):
            took, run = timed(lambda once=once, r=replicate: once(r))
            seconds.append(took)
            infected.append(int(run.infected.sum()))
        best[residents] = min(seconds)
        print(
            f"growth {city.n:>10,} residents: best {min(seconds) * 1e3:8.2f} ms, mean infected "
            f"{statistics.mean(infected):8.1f}, city built in {built:.2f} s",
            flush=True,
        )
    print(f"ratio twin_growth_10^7_over_10^4: {best[SIZES[-1]] / best[SIZES[0]]:.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
