"""What was recorded since a reader last looked: the cheap way to know that an answer still holds.

A reader that keeps a costly answer keeps the mark beside it. The next one asks which kinds of
entry came since; the cost follows the number of those entries, not of what the answer is about.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.platform.db.dialects import Session

# More entries than this are not worth reading: the answer is worked out again.
MOST_READ = 5000
_HEADS = "SELECT chain, n, hash FROM ledger_head ORDER BY chain"
# The hash stands behind the body: it is read for the one entry that the mark named.
_ENTRIES = (
    "SELECT kind, CASE WHEN n=? THEN hash END FROM ledger_event"
    " WHERE chain=? AND n BETWEEN ? AND ? AND n>0"
)
Head = tuple[int, bytes]
NONE: Head = (0, b"")


@dataclass(frozen=True, slots=True)
class Mark:
    """How far each chain had come, and with which entry."""

    heads: Mapping[int, Head]


@dataclass(frozen=True, slots=True)
class Since:
    """What came after a mark: the mark now, and the kinds of entry.

    ``kinds`` is None where that cannot be told: too many, or another history (a restored copy).
    """

    mark: Mark
    kinds: frozenset[str] | None

    def concerns(self, *rooms: str) -> bool:
        """Tell whether an entry of one of the features is among them (or may be)."""
        if self.kinds is None:
            return True
        return any(kind.partition(".")[0] in rooms for kind in self.kinds)


def mark_now(session: Session) -> Mark:
    """Return how far the chains have come."""
    return Mark({chain: (n, bytes(link)) for chain, n, link in session.all(_HEADS)})


def since(session: Session, mark: Mark) -> Since:
    """Return what came after a mark: one query when nothing did, two otherwise."""
    now = mark_now(session)
    moved = {
        chain: (mark.heads.get(chain, NONE), head)
        for chain, head in now.heads.items()
        if mark.heads.get(chain, NONE) != head
    }
    grown = sum(head[0] - old[0] for old, head in moved.values())
    backwards = any(head[0] <= old[0] for old, head in moved.values())
    if backwards or grown > MOST_READ or not mark.heads.keys() <= now.heads.keys():
        return Since(now, None)
    if not moved:
        return Since(now, frozenset())
    values = [v for chain, (old, head) in moved.items() for v in (old[0], chain, old[0], head[0])]
    rows = session.all(" UNION ALL ".join([_ENTRIES] * len(moved)), values)
    links = {bytes(link) for _, link in rows if link is not None}
    if links != {old[1] for old, _ in moved.values() if old[0]}:
        return Since(now, None)
    return Since(now, frozenset(kind for kind, link in rows if link is None))
