"""What was recorded since a reader last looked: the cheap way to know that an answer still holds.

A reader that keeps a costly answer keeps the mark beside it. The next one asks which kinds of
entry came since; the cost follows the number of those entries, not of what the answer is about.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

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
P = ParamSpec("P")
R = TypeVar("R")
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


@dataclass(slots=True)
class _Reading:
    """One reading of many figures at one instant, and what it has worked out so far."""

    known: dict[Any, Any] = field(default_factory=dict)

    def ask(self, key: Any, question: Callable[[], R]) -> R:
        if key not in self.known:
            self.known[key] = question()
        return cast("R", self.known[key])


_reading: ContextVar[_Reading | None] = ContextVar("one_reading", default=None)


@contextmanager
def one_reading(session: Session) -> Iterator[None]:
    """Let everything asked inside be of one instant, and ask no question twice."""
    if _reading.get() is not None:
        yield
        return
    with session.snapshot(), _remembering():
        yield


@contextmanager
def _remembering() -> Iterator[None]:
    token = _reading.set(_Reading())
    try:
        yield
    finally:
        _reading.reset(token)


def asks_once(view: Callable[P, R]) -> Callable[P, R]:
    """Let a page that only reads ask no question twice.

    It holds no snapshot: whoever copies the write-ahead log waits for those that do, and writers
    wait for him.
    """

    @wraps(view)
    def reading(*args: P.args, **kwargs: P.kwargs) -> R:
        if _reading.get() is not None:
            return view(*args, **kwargs)
        with _remembering():
            return view(*args, **kwargs)

    return reading


def once(function: Callable[P, R]) -> Callable[P, R]:
    """Ask a selector once for each set of arguments inside ``one_reading``, always outside."""

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        reading = _reading.get()
        if reading is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())))
        return reading.ask(key, lambda: function(*args, **kwargs))

    return asked


def told(selector: Callable[[], R], answer: R) -> None:
    """Keep what another question has told for a selector of ``once``, inside a reading."""
    reading = _reading.get()
    if reading is not None:
        key = (getattr(selector, "__wrapped__", selector), (), ())
        reading.ask(key, lambda: answer)


def mark_now(session: Session) -> Mark:
    """Return how far the chains have come."""
    reading = _reading.get()
    return _heads(session) if reading is None else reading.ask(_heads, lambda: _heads(session))


def _heads(session: Session) -> Mark:
    return Mark({chain: (n, bytes(link)) for chain, n, link in session.all(_HEADS)})


def since(session: Session, mark: Mark) -> Since:
    """Return what came after a mark: one query when nothing did, two otherwise."""
    reading = _reading.get()
    if reading is None:
        return _since(session, mark)
    key = (_since, tuple(sorted(mark.heads.items())))
    return reading.ask(key, lambda: _since(session, mark))


def _since(session: Session, mark: Mark) -> Since:
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
