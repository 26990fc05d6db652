"""Appends entries to chains. Only the command executor calls it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.domain.chain.canonical import canonical_plain, micros, text_of
from bihuan.domain.chain.links import GENESIS, body_hash, entry_hash
from bihuan.domain.chain.roots import ChainHead
from bihuan.platform.clock.incident import Moment
from bihuan.platform.db.changes import Entry, json_form, plain
from bihuan.platform.db.dialects import Session

SALT_BYTES = 16
_INSERT = (
    "INSERT INTO ledger_event (chain, n, at, incident_at, kind, subject, zone, post, person,"
    " key, head, body, body_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_HEAD = "SELECT chain, n, hash, wall_at, incident_at FROM ledger_head WHERE chain=?"
_MOVE = (
    "INSERT INTO ledger_head (chain, n, hash, wall_at, incident_at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (chain) DO UPDATE SET n=excluded.n, hash=excluded.hash,"
    " wall_at=excluded.wall_at, incident_at=excluded.incident_at"
)
_NUMBER = (
    "INSERT INTO ledger_number (series, year, n, subject) SELECT ?, ?,"
    " coalesce((SELECT n FROM ledger_number WHERE series=? AND year=? ORDER BY n DESC LIMIT 1), 0)"
    " + 1, ? RETURNING n"
)


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an entry, under which key and for which incident."""

    post: int
    person: int
    key: bytes
    incident: int


@dataclass(slots=True)
class Tip:
    """The last entry of a chain while a command is being carried out."""

    chain: int
    number: int
    hash: bytes
    wall: int
    incident: int

    def copy(self) -> "Tip":
        """Return the same tip, to be moved apart from this one."""
        return Tip(self.chain, self.number, self.hash, self.wall, self.incident)


def tip_of(session: Session, chain: int) -> Tip:
    """Read where a chain stands; a new one stands at its beginning."""
    row = session.one(_HEAD, (chain,))
    return Tip(chain, 0, GENESIS, 0, 0) if row is None else Tip(*row)


def append(
    session: Session, tip: Tip, entry: Entry, rows: Sequence[Any], moment: Moment, author: Author
) -> None:
    """Append one entry behind ``tip`` and move ``tip`` to it."""
    number = tip.number + 1
    wall, incident = micros(moment.wall), micros(moment.incident)
    subject = str(plain(entry.subject))
    head = _head(entry.event, subject, entry.zone, (wall, incident), author)
    said = {
        "counts": [[count.metric, count.zone, count.delta] for count in entry.counts],
        "facts": json_form(entry.facts),
        "incident": author.incident,
        "rows": rows,
        "salt": os.urandom(SALT_BYTES).hex(),
    }
    if entry.numbers:
        said["numbers"] = [list(given) for given in entry.numbers]
    body = canonical_plain(said)
    digest = body_hash(body)
    link = entry_hash(tip.hash, tip.chain, number, head, digest)
    session.run(
        _INSERT,
        (
            *(tip.chain, number, wall, incident, entry.event, subject, entry.zone),
            *(author.post, author.person, author.key, head, body, digest, link),
        ),
    )
    tip.number, tip.hash, tip.wall, tip.incident = number, link, wall, incident


def _head(kind: str, subject: str, zone: int, times: tuple[int, int], author: Author) -> bytes:
    """Return the canonical bytes of a head; written out because every change needs one."""
    return (
        f'{{"at":{times[0]},"incident_at":{times[1]},"key":"{author.key.hex()}",'
        f'"kind":{text_of(kind)},"person":{author.person},"post":{author.post},'
        f'"subject":{text_of(subject)},"zone":{zone}}}'
    ).encode()


def move_head(session: Session, tip: Tip) -> None:
    """Store where a chain stands now."""
    session.run(_MOVE, (tip.chain, tip.number, tip.hash, tip.wall, tip.incident))


def next_number(session: Session, series: str, year: int, subject: str) -> int:
    """Give the next number of a series; it rolls back with the command that asked."""
    row = session.one(_NUMBER, (series, year, series, year, subject))
    assert row is not None  # noqa: S101  (RETURNING of one inserted row)
    return int(row[0])


def heads(session: Session) -> list[ChainHead]:
    """Return where every chain stands, in code order."""
    rows = session.all("SELECT chain, n, hash FROM ledger_head ORDER BY chain")
    return [ChainHead(chain, n, bytes(link)) for chain, n, link in rows]
