"""What needs this post now: tiles with counts, and one list, most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.features.supervision import api as supervision
from bihuan.platform.auth import ActingPost

ROWS_A_QUEUE = 25
# Each queue's tile leads to the rest; the page stays light on a phone.
MOST_ROWS = 30


@dataclass(frozen=True, slots=True)
class Tile:
    """One queue with its count and the deadline of its most urgent row."""

    code: str
    count: int
    first: FindingFacts | None


@dataclass(frozen=True, slots=True)
class NowRow:
    """One finding with the one thing to do about it."""

    facts: FindingFacts
    queue: str
    verb: LoopAct | None


@dataclass(frozen=True, slots=True)
class NowPage:
    """The first screen of a post."""

    tiles: Sequence[Tile]
    rows: Sequence[NowRow]


def now_page(by: ActingPost, incident: int, now: datetime, only: str = "") -> NowPage:
    """Return the post's tiles and rows: one query for all queues and counts.

    ``only`` shows the rows of one queue.
    """
    queues = supervision.queues_of(by.actor.role)
    wanted = [queue.wanted(by, now) for queue in queues]
    tiles, rows, seen = [], [], set()
    pages, counts = supervision.first_pages_and_counts(
        incident=incident, scope=by.scope, wanted=wanted, size=ROWS_A_QUEUE
    )
    for queue, page, count in zip(queues, pages, counts, strict=True):
        if count or not queue.rare:
            tiles.append(Tile(queue.code, count, page.rows[0] if page.rows else None))
        for facts in page.rows:
            if facts.id not in seen and only in ("", queue.code):
                seen.add(facts.id)
                rows.append(NowRow(facts, queue.code, queue.verb))
    return NowPage(tiles, sorted(rows, key=_urgency)[:MOST_ROWS])


def _urgency(row: NowRow) -> tuple[bool, bool, object]:
    """Put what is to be done before what is only watched, and running clocks before closed orders.

    An old S1 whose look-back is due must not push one off the page whose hour is running.
    """
    return row.verb is None, row.facts.closed_at is not None, supervision.key_of(row.facts)
