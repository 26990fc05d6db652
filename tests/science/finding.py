"""One row of the validation table: what was compared, by which criterion, what came out."""

from collections.abc import Callable
from dataclasses import dataclass
from math import floor, log10


@dataclass(frozen=True)
class Finding:
    measured: str
    holds: bool


@dataclass(frozen=True)
class Check:
    what: str
    reference: str
    criterion: str
    oracle: str
    run: Callable[[], Finding]


def below(value: float, limit: float, what: str = "largest difference") -> Finding:
    # To the next power of ten: the digits of a rounding error differ between machines.
    size = f"below 1e{floor(log10(value)) + 1}" if value > 0.0 else "0"
    return Finding(f"{what} {size}", bool(value <= limit))
