"""Acts as calls and as pages (P3, P4), filing by form and by phone (P5).

With ``--peers`` by turns with a help desk of the same size: one run of its script for each round
of ours. Without, what fifty findings in one commit cost is set against fifty forms, and an act's
page against the bare call.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.pairing import (
    Ratio,
    Side,
    by_turns,
    options,
    peer_python,
    peer_rates,
    ratio_of,
    report,
)
from benchmarks.world.product import Product

FINDINGS, CALLS, PAGES, SYNCS = 10_000, 100, 40, 2
PEER_WRITES, PEER_READS = 60, 3
SERVICE, PAGE, FORM, PHONE = 20, 5, 10, 40
# Our task, the peer's row, how often ours has to be as fast.
PAIRS = (
    ("transition", "state_change", SERVICE),
    ("press", "view_change", PAGE),
    ("file_by_page", "create_rest", FORM),
    ("file_by_sync", "create_rest", PHONE),
)
COUNTS = {"transition": CALLS, "press": PAGES, "file_by_page": PAGES, "file_by_sync": SYNCS}


def rate_of(product: Product, task: str) -> float:
    product("checkpoint")
    got = product(task, calls=COUNTS[task])
    if got["done"] != got["calls"]:
        raise SystemExit(f"{task}: {got['calls'] - got['done']} of {got['calls']} were refused")
    return float(got["done"] / got["seconds"])


def alone(product: Product, rounds: int) -> list[Ratio]:
    def side(task: str) -> Side:
        return Side(task, lambda: rate_of(product, task))

    return [
        by_turns(side("file_by_sync"), side("file_by_page"), rounds=rounds, target=PHONE / FORM),
        by_turns(side("press"), side("transition"), rounds=rounds, target=PAGE / SERVICE),
    ]


def with_peer(product: Product, peers: Path, rounds: int) -> list[Ratio]:
    python = peer_python(peers, "Django", "django-helpdesk", "djangorestframework")
    command = (
        *(python, peers / "peer_helpdesk.py", "--json", "--dir", product.folder),
        *("--n", str(FINDINGS), "--writes", str(PEER_WRITES), "--reads", str(PEER_READS)),
    )
    got: dict[tuple[str, str], list[tuple[float, float]]] = {pair[:2]: [] for pair in PAIRS}
    load = os.getloadavg()[0]
    for number in range(rounds):
        sides = [
            lambda: {task: rate_of(product, task) for task, *_ in PAIRS},
            lambda: peer_rates(command, env={}),
        ]
        if number % 2:
            theirs, ours = sides[1](), sides[0]()
        else:
            ours, theirs = sides[0](), sides[1]()
        for task, row, _ in PAIRS:
            got[task, row].append((ours[task], theirs[row]))
    return [
        ratio_of((task, row), got[task, row], target=target, load=load)
        for task, row, target in PAIRS
    ]


def main(given: Sequence[str] | None = None) -> int:
    parser = options("Acts as calls and pages, filing by form and phone (P3-P5)")
    arguments = parser.parse_args(given)
    with Product(FINDINGS, "filing") as product:
        for task in COUNTS:
            rate_of(product, task)
        if arguments.peers:
            ratios = with_peer(product, arguments.peers, arguments.rounds)
        else:
            ratios = alone(product, arguments.rounds)
    return report(ratios, as_json=arguments.json)


if __name__ == "__main__":
    sys.exit(main())
