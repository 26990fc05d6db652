"""Compare two sides by turns, so that a slow spell of the machine hits both.

A claim is a ratio, never a number of seconds. It is met only when the ratio of the best rounds and
the median of the ratios of neighbouring rounds both reach the target.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

CACHE = Path(__file__).resolve().parents[1] / ".cache"


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a name, and a round that returns a rate (more is better)."""

    name: str
    rate: Callable[[], float]


@dataclass(frozen=True)
class Ratio:
    """Product over the other side, from several rounds by turns."""

    name: str
    best: float
    median: float
    low: float
    high: float
    rounds: int
    target: float
    load: float
    product_best: float
    other_best: float

    @property
    def met(self) -> bool:
        """Whether both the best and the median ratio reach the target."""
        return min(self.best, self.median) >= self.target

    def __str__(self) -> str:
        verdict = "met" if self.met else "NOT MET"
        return (
            f"ratio {self.name}: best {self.best:.2f} median {self.median:.2f} "
            f"(range {self.low:.2f}-{self.high:.2f}, {self.rounds} rounds, load {self.load:.2f}) "
            f"target >= {self.target:g} {verdict}; "
            f"{self.product_best:,.1f}/s against {self.other_best:,.1f}/s"
        )


def by_turns(product: Side, other: Side, *, rounds: int, target: float) -> Ratio:
    """Run both sides by turns (A B, B A, A B, …) and compare their rates."""
    got: dict[str, list[float]] = {product.name: [], other.name: []}
    load = os.getloadavg()[0]
    for number in range(rounds):
        for side in (product, other) if number % 2 == 0 else (other, product):
            got[side.name].append(side.rate())
    pairs = list(zip(got[product.name], got[other.name], strict=True))
    return ratio_of((product.name, other.name), pairs, target=target, load=load)


def all_by_turns(
    products: Sequence[tuple[Side, float]], other: Side, *, rounds: int
) -> list[Ratio]:
    """Compare several sides, each with its target, with one that is asked once a round.

    For a slow peer: every other round begins with it, so that each side is its neighbour.
    """
    got: dict[str, list[tuple[float, float]]] = {side.name: [] for side, _ in products}
    load = os.getloadavg()[0]
    for number in range(rounds):
        first = other.rate() if number % 2 == 0 else None
        own = [side.rate() for side, _ in products]
        slow = other.rate() if first is None else first
        for (side, _), rate in zip(products, own, strict=True):
            got[side.name].append((rate, slow))
    return [
        ratio_of((side.name, other.name), got[side.name], target=target, load=load)
        for side, target in products
    ]


def report(ratios: Sequence[Ratio], *, as_json: bool) -> int:
    """Print the ratios; the exit status says whether all are met."""
    if as_json:
        print(json.dumps([{**asdict(ratio), "met": ratio.met} for ratio in ratios]))
    else:
        for ratio in ratios:
            print(ratio)
    return 0 if all(ratio.met for ratio in ratios) else 1


def options(description: str) -> argparse.ArgumentParser:
    """Return the options that every benchmark has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--peers", type=Path, help="folder with the peers' scripts")
    parser.add_argument("--rounds", type=int, default=5, help="rounds by turns (default 5)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    return parser


def peer_python(peers: Path, *packages: str) -> Path:
    """Return a Python with the named peer packages, apart from the product's environment.

    The versions are those of ``requirements-peers.txt`` in the peers' folder.
    """
    home = Path(os.environ.get("BIHUAN_PEERS") or CACHE / "peers") / "-".join(packages)
    python = home / "bin" / "python"
    if not (home / ".ready").exists():
        wanted = (peers / "requirements-peers.txt").read_text("utf-8").splitlines()
        pins = [line for line in wanted if re.split(r"[=\[]", line)[0] in packages]
        if len(pins) != len(packages):
            sys.exit(f"requirements-peers.txt does not pin all of {', '.join(packages)}.")
        print(f"Installing {', '.join(pins)} for the comparison …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", home], check=True)  # noqa: S603
        command = [python, "-m", "pip", "install", "--quiet", *pins]
        subprocess.run(command, check=True)  # noqa: S603
        (home / ".ready").touch()
    return python


def ratio_of(
    names: tuple[str, str], got: Sequence[tuple[float, float]], *, target: float, load: float
) -> Ratio:
    """Compare rates that were taken by turns: one pair (product, other) for each round."""
    ratios = [own / other for own, other in got]
    best = max(own for own, _ in got), max(other for _, other in got)
    return Ratio(
        name="/".join(names),
        best=best[0] / best[1],
        median=statistics.median(ratios),
        low=min(ratios),
        high=max(ratios),
        rounds=len(got),
        target=target,
        load=load,
        product_best=best[0],
        other_best=best[1],
    )


def peer_rate(command: Sequence[str | Path], row: str, *, env: dict[str, str]) -> float:
    """Run a peer's script once and return the rate of one of its rows."""
    return peer_rates(command, env=env)[row]


def peer_rates(command: Sequence[str | Path], *, env: dict[str, str]) -> dict[str, float]:
    """Run a peer's script once and return the rates of its rows."""
    done = subprocess.run(  # noqa: S603
        [str(part) for part in command],
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"The peer failed ({done.returncode}): {' '.join(str(part) for part in command)}")
    return {one["name"]: float(one["rate"]) for one in json.loads(done.stdout) if one["rate"]}
