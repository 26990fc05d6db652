"""Freezing a night at 10,000 and 100,000 findings: how long, and how long others must wait.

The figures are worked out while everybody goes on writing; only the result is written under the
lock. The ratio compares findings a second, so that a freeze whose cost follows the number of
findings is flat.
"""

import sys

from benchmarks.pairing import Side, by_turns, options, report
from benchmarks.world.product import Product

SMALL, LARGE = 10_000, 100_000
FLAT = 1 / 1.5


def main() -> int:
    arguments = options(__doc__).parse_args()
    said: dict[int, list[dict[str, float]]] = {SMALL: [], LARGE: []}
    with Product(SMALL, "night") as small, Product(LARGE, "night") as large:

        def frozen(size: int) -> float:
            city = large if size == LARGE else small
            took = city("freeze", back=len(said[size]))
            said[size].append(took)
            return size / float(took["seconds"])

        ratio = by_turns(
            Side("freeze at 100,000", lambda: frozen(LARGE)),
            Side("freeze at 10,000", lambda: frozen(SMALL)),
            rounds=arguments.rounds,
            target=FLAT,
        )
        idle = {size: city("tick", count=20) for size, city in ((SMALL, small), (LARGE, large))}
    status = report([ratio], as_json=arguments.json)
    for size, nights in said.items() if not arguments.json else ():
        best = min(nights, key=lambda one: one["seconds"])
        locks = [one["lock"] for one in nights]
        print(
            f"note freeze of {size:,}: {best['seconds']:.2f} s at best,"
            f" longest lock {min(locks) * 1e3:.0f}-{max(locks) * 1e3:.0f} ms,"
            f" {best['bytes']:,.0f} bytes frozen;"
            f" a minute in which nothing is due {min(idle[size]) * 1e3:.2f} ms"
        )
    return status


if __name__ == "__main__":
    sys.exit(main())
