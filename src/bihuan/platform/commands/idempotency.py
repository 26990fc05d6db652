"""The same key sent twice is one record; one key with two bodies is a conflict."""

import json
from collections.abc import Mapping
from hashlib import sha1, sha256
from typing import Any
from uuid import UUID

from bihuan.domain.chain.canonical import canonical_plain, instant_of
from bihuan.domain.refusals import Refusal
from bihuan.platform.commands.command import Outcome
from bihuan.platform.db.changes import plain
from bihuan.platform.db.dialects import Session

NAMESPACE = UUID("6b1f7a52-3c0e-5d7e-9d55-b1a0b1a0b1a0")
_NAMESPACE = NAMESPACE.bytes
KEY_DAYS = 30
_SELECT = "SELECT chain, first_n, digest, outcome, at FROM command WHERE key=?"
_INSERT = "INSERT INTO command (key, chain, first_n, digest, outcome, at) VALUES (?, ?, ?, ?, ?, ?)"


def key_of(post: int, text: str) -> bytes:
    """Return the 16 bytes under which a post's key is stored: a UUID of version 5."""
    digest = bytearray(sha1(_NAMESPACE + f"{post}:{text}".encode()).digest()[:16])  # noqa: S324
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    return bytes(digest)


def digest_of(kind: str, incident: int, payload: Mapping[str, Any]) -> bytes:
    """Return the fingerprint of what a caller said."""
    said = {name: plain(value) for name, value in payload.items()}
    return sha256(canonical_plain({"incident": incident, "kind": kind, "payload": said})).digest()


def first_outcome(session: Session, key: bytes, digest: bytes) -> Outcome | Refusal | None:
    """Return what became of this key before: nothing, the outcome, or a conflict of bodies."""
    row = session.one(_SELECT, (key,))
    if row is None:
        return None
    chain, number, stored, outcome, at = row
    if bytes(stored) != digest:
        made = json.loads(outcome).get("finding")
        return Refusal("key_used_for_something_else", {"finding": str(made)} if made else {})
    return Outcome(chain, number, instant_of(at), json.loads(outcome), repeated=True)


def remember(session: Session, key: bytes, digest: bytes, outcome: Outcome, at: int) -> None:
    """Keep the outcome under its key."""
    text = canonical_plain({name: plain(value) for name, value in outcome.result.items()}).decode()
    session.run(_INSERT, (key, outcome.chain, outcome.number, digest, text, at))
