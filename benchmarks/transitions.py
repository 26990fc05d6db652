"""Acts on orders (P1, P2): one caller and 32 at once, against what SQLite itself can commit.

The floor is a bare database in the same folder: write-ahead log, every commit synced. Both sides
copy their log into the file between the rounds and never inside one. A transition is the whole
act: guards, the row, its side rows, a hashed entry of the ledger, counters, the idempotency key.
``--growth`` also compares a city of 100,000 findings with one of 10,000.
"""

import statistics
import sys
from collections.abc import Sequence

from benchmarks.pairing import Ratio, Side, by_turns, options, report
from benchmarks.world.floors import Floor
from benchmarks.world.product import Product

FINDINGS, LARGE = 10_000, 100_000
CALLS, EACH, CALLERS = 150, 8, 32
SECONDS = 0.5
ONE_CALLER, CROWD, FLAT, PATIENCE = 0.60, 1.8, 0.67, 3


def one_caller(product: Product, name: str = "transition") -> Side:
    """Acts one after the other, each on a finding of its own."""

    def rate() -> float:
        product("checkpoint")
        got = product("transition", calls=CALLS)
        if got["done"] != CALLS:
            raise SystemExit(f"{CALLS - got['done']} of {CALLS} acts were refused")
        return float(got["done"] / got["seconds"])

    return Side(name, rate)


class Crowd:
    """The same by 32 callers at once; keeps how the slowest compares with the fair share."""

    def __init__(self, product: Product) -> None:
        self._product, self.patience = product, list[float]()

    def rate(self) -> float:
        self._product("checkpoint")
        got = self._product("crowd", calls=EACH * CALLERS, callers=CALLERS)
        rate = float(got["done"] / got["seconds"])
        p99 = sorted(got["times"])[int(len(got["times"]) * 0.99)]
        self.patience.append(PATIENCE * CALLERS / rate / p99)
        return rate

    def slowest(self, whole: Ratio) -> Ratio:
        """Return three times the fair share over the slowest percent: 1 or more is met."""
        found = self.patience
        return Ratio(
            name=f"{PATIENCE}x(callers/throughput)/p99",
            best=max(found),
            median=statistics.median(found),
            low=min(found),
            high=max(found),
            rounds=len(found),
            target=1.0,
            load=whole.load,
            product_best=whole.product_best,
            other_best=whole.other_best,
        )


def against_floor(rounds: int) -> list[Ratio]:
    with Product(FINDINGS, "transitions") as product:
        floor = Floor(product.folder)
        product("transition", calls=20)
        alone = by_turns(
            one_caller(product), floor.transitions(SECONDS), rounds=rounds, target=ONE_CALLER
        )
        crowd = Crowd(product)
        crowd.rate()
        crowd.patience.clear()
        many = by_turns(
            Side("crowd_of_32", crowd.rate), floor.commits(SECONDS), rounds=rounds, target=CROWD
        )
        return [alone, many, crowd.slowest(many)]


def growth(rounds: int) -> list[Ratio]:
    with Product(FINDINGS, "small") as small, Product(LARGE, "large") as large:
        sides = one_caller(large, "transition_at_100k"), one_caller(small, "transition_at_10k")
        for side in sides:
            side.rate()
        return [by_turns(*sides, rounds=rounds, target=FLAT)]


def main(given: Sequence[str] | None = None) -> int:
    parser = options("Acts on orders (P1, P2)")
    parser.add_argument("--growth", action="store_true", help="compare 100,000 findings as well")
    arguments = parser.parse_args(given)
    ratios = against_floor(arguments.rounds)
    if arguments.growth:
        ratios += growth(arguments.rounds)
    return report(ratios, as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
