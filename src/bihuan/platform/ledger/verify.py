"""Finds any changed, removed, inserted or reordered entry, and names the first bad one."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from bihuan.domain.chain.canonical import canonical
from bihuan.domain.chain.links import GENESIS, body_hash, entry_hash
from bihuan.domain.chain.roots import daily_root
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger import signing
from bihuan.platform.ledger.roots import DailyRoot, root_of, stored_roots

_EVENTS = (
    "SELECT n, at, incident_at, kind, subject, zone, post, person, key, head, body, body_hash,"
    " hash FROM ledger_event WHERE chain=? ORDER BY n"
)
_NO_KEY = (
    f"{signing.PUBLIC_FILE} is missing, so no stored root's signature was checked: bring it back"
    " from a backup, or name a copy kept outside with --pubkey FILE"
)
GONE = "the body is missing, and nothing records that it was erased"
_HEAD_NAMES = ("at", "incident_at", "kind", "subject", "zone", "post", "person")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the record; ``number`` is 0 when it concerns a whole chain or root."""

    chain: int
    number: int
    what: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification looked at, and the first fault of each chain and series."""

    entries: int
    roots: int
    faults: tuple[Fault, ...]


def verify(
    session: Session,
    *,
    chain: int | None = None,
    roots: Path | None = None,
    trusted: Sequence[bytes] = (),
) -> Report:
    """Recompute every chain and root.

    Parameters
    ----------
    session
        Any session on the database; nothing is written.
    chain
        Only this chain, or None for all.
    roots
        A folder of root files kept outside. Only with it is a truncated chain sure to be found.
    trusted
        Public keys kept outside; with them a root file's own key counts for nothing, as whoever
        forges a root signs it with a key of his own.
    """
    entries = 0
    faults: list[Fault] = []
    for code in _chains(session) if chain is None else [chain]:
        count, fault = _guarded_chain(session, code)
        entries += count
        faults += [fault] if fault else []
    checked, root_faults = _check_roots(session, chain, trusted)
    faults += root_faults
    if roots is not None:
        faults += list(_check_outside(session, roots, chain, trusted))
    return Report(entries, checked, tuple(faults))


def has_chain(session: Session, chain: int) -> bool:
    """Tell whether anything was ever written to a chain, or says that it was."""
    return chain in _chains(session)


def _chains(session: Session) -> list[int]:
    rows = session.all(
        "SELECT chain FROM ledger_event UNION SELECT chain FROM ledger_head ORDER BY chain"
    )
    return [int(code) for (code,) in rows]


def _guarded_chain(session: Session, chain: int) -> tuple[int, Fault | None]:
    try:
        return _check_chain(session, chain)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as damage:
        return 0, Fault(chain, 0, f"unreadable: {damage}")


def _check_chain(session: Session, chain: int) -> tuple[int, Fault | None]:
    previous, number = GENESIS, 0
    for row in session.iterate(_EVENTS, (chain,)):
        number += 1
        what = _entry_fault(chain, number, previous, row)
        if what:
            return number, Fault(chain, number, what)
        previous = _octets(row[-1])
    head = session.one("SELECT n, hash FROM ledger_head WHERE chain=?", (chain,))
    if head is None or head[0] != number or head[1] != previous:
        return number, Fault(chain, number + 1, "the chain does not end where its head says")
    return number, None


def _entry_fault(chain: int, number: int, previous: bytes, row: tuple[Any, ...]) -> str:
    n, *columns, key, head, body, digest, link = row
    if n != number:
        return f"expected entry {number}, found {n}: removed, inserted or reordered"
    try:
        if body is None or body_hash(_octets(body)) != _octets(digest):
            return GONE if body is None else "the body was changed"
        if entry_hash(previous, chain, number, _octets(head), _octets(digest)) != _octets(link):
            return "the entry does not continue the one before it"
        return _head_fault(columns, _octets(key), _octets(head))
    except (ValueError, TypeError, OverflowError) as damage:
        return f"unreadable entry: {damage}"


def _octets(value: Any) -> bytes:
    """Return stored bytes; a number in their place must not become so many zeros."""
    if not isinstance(value, bytes | memoryview):
        raise TypeError("expected bytes")
    return bytes(value)


def _head_fault(columns: list[Any], key: bytes, head: bytes) -> str:
    said = json.loads(head)
    stands = dict(zip(_HEAD_NAMES, columns, strict=True)) | {"key": key.hex()}
    same = said == stands and canonical(said) == head
    return "" if same else "the columns differ from the signed head"


def _check_roots(
    session: Session, chain: int | None, trusted: Sequence[bytes]
) -> tuple[int, list[Fault]]:
    faults: list[Fault] = []
    count = 0
    try:
        known = _by_name([*signing.public_keys(settings.DATA_DIR), *trusted])
    except ValueError as damage:
        return 0, [Fault(0, 0, f"{signing.PUBLIC_FILE} is unreadable: {damage}")]
    for (series,) in session.all("SELECT DISTINCT series FROM ledger_root ORDER BY series"):
        previous = GENESIS
        try:
            for root in stored_roots(session, series):
                count += 1
                faults += list(_root_faults(session, root, previous, chain))
                if known and not _signed(root, known):
                    what = f"the root of {root.day} is signed by no key of this installation"
                    faults.append(Fault(series, 0, what))
                previous = root.root
        except (ValueError, sqlite3.DatabaseError) as damage:
            faults.append(Fault(series, 0, str(damage)))
    if count and not known:
        faults.append(Fault(0, 0, _NO_KEY))
    return count, faults


def _by_name(keys: Sequence[bytes]) -> dict[str, bytes]:
    return {signing.key_id(key): key for key in keys}


def _signed(root: DailyRoot, known: Mapping[str, bytes]) -> bool:
    return signing.signature_holds(known.get(root.key_id, b""), root.signature, root.root)


def _root_faults(
    session: Session, root: DailyRoot, previous: bytes | None, chain: int | None
) -> Iterator[Fault]:
    for head in root.heads:
        if chain is not None and head.chain != chain:
            continue
        row = session.one(
            "SELECT hash FROM ledger_event WHERE chain=? AND n=?", (head.chain, head.number)
        )
        if row is None or row[0] != head.hash:
            what = f"the root of {root.day} names an entry that is not there any more"
            yield Fault(head.chain, head.number, what)
    if previous is not None and daily_root(previous, root.heads) != root.root:
        yield Fault(root.series, 0, f"the root of {root.day} does not follow from its heads")


def _check_outside(
    session: Session, folder: Path, chain: int | None, trusted: Sequence[bytes]
) -> Iterator[Fault]:
    keys = _by_name(trusted)
    for path in sorted(folder.glob("*.json")):
        try:
            document = json.loads(path.read_text("utf-8"))
            root = _outside_root(document)
            own = bytes.fromhex(document["public_key"])
        except (ValueError, TypeError, KeyError) as damage:
            yield Fault(0, 0, f"{path.name}: not a root file ({damage})")
            continue
        if not _signed(root, keys or {root.key_id: own}):
            why = "no trusted key has signed it" if keys else "the signature does not hold"
            yield Fault(root.series, 0, f"{path.name}: {why}")
        yield from _root_faults(session, root, None, chain)
        yield from _stored_fault(session, root, path.name)


def _stored_fault(session: Session, root: DailyRoot, name: str) -> Iterator[Fault]:
    row = session.one(
        "SELECT root FROM ledger_root WHERE series=? AND day=?", (root.series, root.day)
    )
    if row is None or row[0] != root.root:
        yield Fault(root.series, 0, f"{name}: the stored root of {root.day} differs or is missing")


def _outside_root(document: dict[str, Any]) -> DailyRoot:
    entries = json.dumps(document["entries"])
    return root_of(
        (
            int(document["series"]),
            str(document["day"]),
            entries,
            bytes.fromhex(document["root"]),
            str(document["algorithm"]),
            bytes.fromhex(document["signature"]),
            str(document["key_id"]),
        )
    )
