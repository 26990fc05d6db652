"""Lots (抽签): reproducible draws from an identity and a seed, so that anybody can check them."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

WHOLE = 10_000


def lot(purpose: str, identity: str, seed: int) -> int:
    """Return a number from 0 to 9,999, the same for the same arguments for ever."""
    digest = sha256(f"bihuan-lot/1\n{purpose}\n{identity}\n{seed}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % WHOLE


def drawn(purpose: str, identity: str, seed: int, percent: int) -> bool:
    """Tell whether an identity is among the ``percent`` in a hundred that are drawn."""
    return lot(purpose, identity, seed) < percent * (WHOLE // 100)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A verifier who could go: post, unit, person and the verifications he holds already."""

    post: int
    unit: int
    person: int
    load: int = 0


def rotate(candidates: Sequence[Candidate], identity: str, seed: int) -> Candidate | None:
    """Return whose turn it is: the least loaded, ties by lot; None without a candidate.

    The caller leaves out who is not independent; ``decide`` refuses him anyway.
    """
    if not candidates:
        return None
    return min(candidates, key=lambda c: (c.load, lot(f"verifier:{c.post}", identity, seed)))
