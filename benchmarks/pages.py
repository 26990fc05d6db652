"""Pages at 10,000 and 100,000 findings: flat (P7), and against a help desk (P6, P8, P10).

Flat means: the 95th percentile of a page with 100,000 findings is at most 1.5 times its own with
10,000, both asked by turns in one run. With ``--peers`` the list, one finding with its history
and the first screen are set against the same pages of the peer, filled with as many tickets.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Any

from benchmarks.pairing import Ratio, Side, by_turns, options, peer_python, report
from benchmarks.world import HOME
from benchmarks.world.product import Product

SMALL, LARGE = 10_000, 100_000
FLAT = 1 / 1.5
READS, PEER_READS = 12, 3
# Page, the peer's row, how many times faster.
AGAINST = (
    ("ledger, open", "list_total", 20),
    ("ledger, county x state x overdue", "list_total", 20),
    ("one finding, 30 entries", "ticket_page", 4),
    ("first screen, office head", "dashboard", 50),
    ("map, open_findings", "dashboard", 50),
)


class Helpdesk:
    """The peer in an environment of its own, filled and warm."""

    def __init__(self, peers: Path, tickets: int, work: str) -> None:
        python = peer_python(peers, "Django", "django-helpdesk", "djangorestframework")
        script = Path(__file__).parent / "world" / "helpdesk.py"
        command = [str(python), str(script), str(peers.resolve()), work, str(tickets)]
        self._child = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=work
        )
        self._answer()

    def _answer(self) -> Any:
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        if not line:
            sys.exit("The help desk failed; see above.")
        return json.loads(line)

    def __call__(self, row: str, count: int) -> list[float]:
        """Return the seconds of each of ``count`` readings of a row."""
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps({"row": row, "count": count}) + "\n")
        self._child.stdin.flush()
        return list(self._answer())

    def __enter__(self) -> "Helpdesk":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._child.stdin is not None:
            self._child.stdin.close()
        self._child.wait(30)


def p95(times: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def _rate(
    read: Callable[[], list[float]], of: Callable[[list[float]], float]
) -> Callable[[], float]:
    return lambda: 1 / of(read())


def flat(small: Product, large: Product, *, rounds: int, only: str) -> list[Ratio]:
    """Compare every page with itself at a tenth of the findings."""
    found = []
    both = set(small("pages"))
    for name in large("pages"):
        if name not in both or only not in name:
            continue
        sides = [
            Side(
                f"{name} at {size:,}",
                _rate(lambda city=city, name=name: city("read", name=name, count=READS), p95),
            )
            for city, size in ((large, LARGE), (small, SMALL))
        ]
        found.append(by_turns(sides[0], sides[1], rounds=rounds, target=FLAT))
        print(found[-1], flush=True)
    return found


def against(large: Product, peers: Path, *, rounds: int) -> list[Ratio]:
    """Compare pages with those of the peer, both with 100,000."""
    found = []
    HOME.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="helpdesk-", dir=HOME) as work,
        Helpdesk(peers, LARGE, work) as peer,
    ):
        for name, row, target in AGAINST:
            own = Side(name, _rate(lambda name=name: large("read", name=name, count=READS), median))
            other = Side(row, _rate(lambda row=row: peer(row, PEER_READS), median))
            found.append(by_turns(own, other, rounds=rounds, target=target))
            print(found[-1], flush=True)
    return found


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--only", default="", help="only pages whose name has this in it")
    arguments = parser.parse_args()
    with Product(LARGE, "read") as large:
        if arguments.peers:
            ratios = against(large, arguments.peers, rounds=arguments.rounds)
        else:
            with Product(SMALL, "read") as small:
                ratios = flat(small, large, rounds=arguments.rounds, only=arguments.only)
        for name in large("pages") if not arguments.json else ():
            if arguments.only in name:
                said = large("weigh", name=name)
                print(f"note {name}: {said['queries']} statements, {said['bytes']:,} bytes"
                      f" ({said['gzip']:,} packed)", flush=True)  # fmt: skip
    return report(ratios, as_json=arguments.json) if arguments.json else _met(ratios)


def _met(ratios: list[Ratio]) -> int:
    return 0 if all(ratio.met for ratio in ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
