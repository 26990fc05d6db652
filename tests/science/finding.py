"""One row of the validation table: what was compared, by which criterion, what came out."""

from collections.abc import Callable
from dataclasses import dataclass


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
    return Finding(f"{what} {value:.1e}", bool(value <= limit))
