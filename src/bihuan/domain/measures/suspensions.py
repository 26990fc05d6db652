"""When a measure was suspended, by a hearing body for one, as its row keeps it: never shortened.

"begin-end begin-" are instants in microseconds; the last one is open while it is suspended.
"""

from datetime import datetime

from bihuan.domain.chain.canonical import instant_of, micros

Times = list[tuple[datetime, datetime | None]]


def begun(kept: str, at: datetime) -> str:
    """Return the text with a suspension that begins."""
    return f"{kept} {micros(at)}-".strip()


def over(kept: str, at: datetime) -> str:
    """Return the text with the open suspension ended; unchanged when none is open."""
    return f"{kept}{micros(at)}" if kept.endswith("-") else kept


def times_in(kept: str) -> Times:
    """Return beginning and end of every suspension; no end while it lasts."""
    pairs = (one.partition("-") for one in kept.split())
    return [(instant_of(int(a)), instant_of(int(b)) if b else None) for a, _, b in pairs]


def shared(some: Times, others: Times) -> Times:
    """Return the times that lie in one of some and in one of others; no end is for ever."""
    found: Times = []
    for a, b in some:
        for c, d in others:
            ends = [one for one in (b, d) if one is not None]
            begin, end = max(a, c), min(ends, default=None)
            if end is None or begin < end:
                found.append((begin, end))
    return sorted(found, key=lambda one: one[0])
