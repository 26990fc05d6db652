"""How an entry is bound to the one before it."""

from hashlib import sha256

ENTRY_PREFIX = b"bihuan/1\n"
GENESIS = bytes(32)


def body_hash(body: bytes) -> bytes:
    """Hash the canonical body of an entry; it outlives the body's erasure."""
    return sha256(body).digest()


def entry_hash(previous: bytes, chain: int, number: int, head: bytes, body: bytes) -> bytes:
    """Return the hash of entry ``number`` of ``chain``.

    Parameters
    ----------
    previous
        32 bytes, the hash of the entry before; ``GENESIS`` for the first.
    chain, number
        The chain's code and the entry's position, from 1.
    head
        Canonical bytes of the entry's head.
    body
        32 bytes, ``body_hash`` of the canonical body.
    """
    place = chain.to_bytes(8, "big") + number.to_bytes(8, "big")
    return sha256(ENTRY_PREFIX + previous + place + sha256(head).digest() + body).digest()
