"""Daily roots: sealing a day, and the files that paper, auditor and next level keep."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.chain.links import GENESIS
from bihuan.domain.chain.roots import LIVE_SERIES, ChainHead, daily_root
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger import signing

DRILL_CHAINS_FROM = 10**6
_SELECT = (
    "SELECT series, day, entries, root, algorithm, signature, key_id FROM ledger_root"
    " WHERE series=? ORDER BY day"
)
_INSERT = (
    "INSERT INTO ledger_root (series, day, entries, root, algorithm, signature, key_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class DailyRoot:
    """One sealed day of one series."""

    series: int
    day: str
    heads: tuple[ChainHead, ...]
    root: bytes
    algorithm: str
    signature: bytes
    key_id: str

    def as_json(self, public: bytes) -> str:
        """Return the text of the file that leaves the machine."""
        entries = [[head.chain, head.number, head.hash.hex()] for head in self.heads]
        document = {
            "series": self.series,
            "day": self.day,
            "entries": entries,
            "root": self.root.hex(),
            "algorithm": self.algorithm,
            "signature": self.signature.hex(),
            "key_id": self.key_id,
            "public_key": public.hex(),
        }
        return json.dumps(document, indent=1, sort_keys=True)


def seal(session: Session, series: int, day: str) -> bytes:
    """Sign the root over the series' chain heads; a day that is sealed keeps its root."""
    known = list(stored_roots(session, series))
    same = [root for root in known if root.day == day]
    if same:
        return same[0].root
    earlier = [root for root in known if root.day < day]
    previous = earlier[-1].root if earlier else GENESIS
    heads = _heads(session, series)
    root = daily_root(previous, heads)
    key = signing.private_key(settings.DATA_DIR)
    identity = signing.key_id(signing.public_bytes(key.public_key()))
    entries = json.dumps([[head.chain, head.number, head.hash.hex()] for head in heads])
    values = (series, day, entries, root, signing.ALGORITHM, key.sign(root), identity)
    session.run(_INSERT, values)
    return root


def begun_at(session: Session, series: int) -> datetime | None:
    """Return when the first entry of a series was written, None when there is none."""
    row = session.one(
        "SELECT min(e.at) FROM ledger_head h JOIN ledger_event e ON e.chain=h.chain AND e.n=1"
        " WHERE h.chain BETWEEN ? AND ?",
        _chains(series),
    )
    return instant_of(row[0]) if row and row[0] is not None else None


def _chains(series: int) -> tuple[int, int]:
    return (0, DRILL_CHAINS_FROM - 1) if series == LIVE_SERIES else (series, series)


def _heads(session: Session, series: int) -> list[ChainHead]:
    rows = session.all(
        "SELECT chain, n, hash FROM ledger_head WHERE chain BETWEEN ? AND ? ORDER BY chain",
        _chains(series),
    )
    return [ChainHead(chain, n, bytes(link)) for chain, n, link in rows]


def stored_roots(session: Session, series: int) -> Iterator[DailyRoot]:
    """Yield the sealed days of a series, oldest first.

    Raises
    ------
    ValueError
        A stored row is damaged; the message names the day.
    """
    for row in session.all(_SELECT, (series,)):
        yield root_of(row)


def last_day(session: Session, series: int) -> str:
    """Return the last sealed day of a series, empty when none is."""
    row = session.one("SELECT max(day) FROM ledger_root WHERE series=?", (series,))
    return str(row[0]) if row and row[0] else ""


def root_of(row: tuple[Any, ...]) -> DailyRoot:
    """Read one stored row.

    Raises
    ------
    ValueError
        The row is damaged; the message names the day.
    """
    series, day, entries, root, algorithm, signature, identity = row
    try:
        heads = tuple(
            ChainHead(int(chain), int(n), bytes.fromhex(link))
            for chain, n, link in json.loads(entries)
        )
        return DailyRoot(series, day, heads, _octets(root), algorithm, _octets(signature), identity)
    except (ValueError, TypeError) as damage:
        raise ValueError(f"root of {day}: {damage}") from damage


def export_roots(session: Session, folder: Path) -> list[Path]:
    """Write one file for each sealed day; what lies there already is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    keys = {signing.key_id(key): key for key in signing.public_keys(settings.DATA_DIR)}
    written = []
    for (series,) in session.all("SELECT DISTINCT series FROM ledger_root ORDER BY series"):
        for root in stored_roots(session, series):
            path = folder / f"root-{root.series}-{root.day}.json"
            if not path.exists():
                path.write_text(root.as_json(keys.get(root.key_id, b"")), "utf-8")
                written.append(path)
    return written


def _octets(value: Any) -> bytes:
    if not isinstance(value, bytes | memoryview):
        raise TypeError("expected bytes")
    return bytes(value)
