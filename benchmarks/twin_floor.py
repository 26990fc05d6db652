"""The engine near the limit: a full wave against a floor that only draws and touches.

The floor draws, for each potential transmission of the same run, its block of counter-based
numbers, and touches its target's memory at random. Nothing else. It is one thread's work; a run
is timed on one thread and on two, as the promise allows two cores.
"""

from functools import partial
from resource import RUSAGE_SELF, getrusage

import numpy as np

from benchmarks.twin_common import city_of, drill_disease, ratio, turns, wave, without_peers
from bihuan.science.twin.compiling import compiled
from bihuan.science.twin.layout import U32
from bihuan.science.twin.philox import below, philox


def floor(person: U32, potential: int, out: U32) -> None:
    total = np.uint64(0)
    n = np.uint64(person.shape[0])
    for i in range(potential):
        counter = (np.uint64(i), np.uint64(0), np.uint64(6), np.uint64(0))
        words = philox(counter, (np.uint64(1), np.uint64(0)))
        target = np.int64(below(words[1], n))
        total += words[0] ^ words[2] ^ words[3] ^ person[target, 2]
    out[0] = total & np.uint64(0xFFFFFFFF)


def main() -> int:
    parser = without_peers(__doc__)
    parser.add_argument("--residents", type=int, nargs="+", default=[1_000_000, 3_976_481])
    parser.add_argument("--days", type=int, default=150)
    args = parser.parse_args()
    kernel = compiled(floor)
    for residents in args.residents:
        city, built = city_of(residents)
        seeds = max(20, city.n // 5000)
        alone, side_by_side = (
            wave(city, drill_disease(), args.days, seeds, threads) for threads in (1, 2)
        )
        run = alone(0)
        if side_by_side(0).digest != run.digest:
            raise SystemExit("Two threads gave other figures than one.")
        out = np.zeros(1, dtype=np.uint32)
        touch = partial(kernel, city.people.person, run.potential, out)
        touch()
        print(
            f"city of {city.n:,} built in {built:.2f} s, {city.bytes_per_person:.1f} bytes each; "
            f"{int(run.infected.sum()):,} infected ({run.infected.sum() / city.n:.1%}), "
            f"{run.potential:,} potential transmissions; most memory so far "
            f"{getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"
        )
        for once, how, target in ((side_by_side, "", "<= 3"), (alone, "_one_thread", "reported")):
            ours, base = turns(partial(once, 0), touch)
            print(f"best run {min(ours):.3f} s, floor {min(base):.3f} s")
            ratio(f"twin_wave_over_floor_{city.n}{how}", ours, base, target)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
