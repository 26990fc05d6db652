"""The daily root over all chain heads: what paper, auditor and next level keep outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

ROOT_PREFIX = b"bihuan-root/1\n"
LIVE_SERIES = 0


@dataclass(frozen=True, slots=True, order=True)
class ChainHead:
    """Where a chain stood: its code, the number and the hash of its last entry."""

    chain: int
    number: int
    hash: bytes


def daily_root(previous: bytes, heads: Iterable[ChainHead]) -> bytes:
    """Return the root over ``heads`` in code order, bound to the series' previous root."""
    digest = sha256(ROOT_PREFIX + previous)
    for head in sorted(heads):
        digest.update(head.chain.to_bytes(8, "big") + head.number.to_bytes(8, "big") + head.hash)
    return digest.digest()
