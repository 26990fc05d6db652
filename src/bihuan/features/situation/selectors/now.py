"""What needs this post now: tiles with counts, and one list, most urgent first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_check import can_loop
from bihuan.features.supervision import api as supervision
from bihuan.platform.auth import ActingPost

ROWS_A_QUEUE = 25
# Each queue's tile leads to the rest; the page stays light on a phone.
MOST_ROWS = 30
A = LoopAct
# By when each act is due; an act without an entry has the order's own deadline.
_DUE: Mapping[LoopAct, str] = MappingProxyType(
    {
        A.FILE: "triage", A.ASSIGN: "triage", A.RECEIVE: "receipt", A.START: "rectify",
        A.RECTIFY: "rectify", A.NAME_VERIFIER: "verify", A.PASS: "verify",
        A.ACCEPT_RETURN: "ruling", A.GRANT_EXTENSION: "ruling", A.UPHOLD_ORDER: "dispute",
        A.UPHOLD_ON_REVIEW: "review", A.BEGIN_LOOK_BACK: "look_back",
        A.CONFIRM_LOOK_BACK: "look_back", A.REPLY: "reply",
    }
)  # fmt: skip
_NOT_THE_ROWS_CLOCK = frozenset({"receipt", "ruling", "dispute", "review", "look_back", "reply"})


@dataclass(frozen=True, slots=True)
class Tile:
    """One queue with its count and the earliest deadline of what is to be done in it."""

    code: str
    count: int
    due: datetime | None


@dataclass(frozen=True, slots=True)
class NowRow:
    """One finding with the one thing to do about it."""

    facts: FindingFacts
    queue: str
    verb: LoopAct | None

    @property
    def own_due(self) -> datetime | None:
        """By when the act is due, where the row's clock is another one."""
        name = _DUE.get(self.verb) if self.verb else None
        return due_of(self.facts, self.verb) if name in _NOT_THE_ROWS_CLOCK else None


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
        incident=incident, scope=by.ground, wanted=wanted, size=ROWS_A_QUEUE
    )
    for queue, page, count in zip(queues, pages, counts, strict=True):
        if count or not queue.rare:
            dues = [due for facts in page.rows if (due := due_of(facts, queue.verb))]
            tiles.append(Tile(queue.code, count, min(dues, default=None)))
        for facts in page.rows:
            if facts.id not in seen and only in ("", queue.code):
                seen.add(facts.id)
                rows.append(NowRow(facts, queue.code, _own_verb(by, queue.verb, facts)))
    return NowPage(tiles, sorted(rows, key=_urgency)[:MOST_ROWS])


def _own_verb(by: ActingPost, verb: LoopAct | None, facts: FindingFacts) -> LoopAct | None:
    """Return what is to be done, None where somebody else has to: duties are kept apart."""
    return verb if verb is None or can_loop(verb, by.actor, facts) else None


def due_of(facts: FindingFacts, verb: LoopAct | None) -> datetime | None:
    """Return by when a row's act is due; a close-out waits for nobody's clock."""
    if verb is A.CLOSE:
        return None
    named = _DUE.get(verb) if verb else None
    due: datetime | None = getattr(facts, f"{named or 'order'}_due_at")
    return due if named else due or facts.triage_due_at


def _urgency(row: NowRow) -> tuple[bool, bool, object]:
    """Put what is to be done before what is only watched, and running clocks before closed orders.

    An old S1 whose look-back is due must not push one off the page whose hour is running.
    """
    return row.verb is None, row.facts.closed_at is not None, supervision.key_of(row.facts)
