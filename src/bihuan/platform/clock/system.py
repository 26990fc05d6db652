"""Wall time, which tests and drills may set for themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_fixed: ContextVar[datetime | None] = ContextVar("fixed_wall", default=None)


def now() -> datetime:
    """Return the wall time as an aware instant in UTC."""
    return _fixed.get() or datetime.now(UTC)


@contextmanager
def fixed_at(instant: datetime) -> Iterator[None]:
    """Hold the wall clock of this context at an instant (tests)."""
    token = _fixed.set(instant)
    try:
        yield
    finally:
        _fixed.reset(token)
