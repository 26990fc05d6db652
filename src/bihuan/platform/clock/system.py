"""Wall time: one instant for each request, a running clock for what is stamped and waits.

Tests and drills may set it for themselves.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

_fixed: ContextVar[datetime | None] = ContextVar("fixed_wall", default=None)
_asked: ContextVar[datetime | None] = ContextVar("instant_of_the_request", default=None)


def now() -> datetime:
    """Return the wall time as an aware instant in UTC.

    Inside a request it is the request's one instant: no two lines of a page contradict each
    other, and it never lies behind what is recorded.
    """
    return _asked.get() or ticking()


def ticking() -> datetime:
    """Return the running wall clock, also inside a request: for stamps of commits and for ages."""
    return _fixed.get() or datetime.now(UTC)


def one_instant(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request one instant (middleware)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with asked_at(ticking()):
            return get_response(request)

    return middleware


@contextmanager
def asked_at(instant: datetime) -> Iterator[None]:
    """Let everything inside be of one instant."""
    token = _asked.set(instant)
    try:
        yield
    finally:
        _asked.reset(token)


@contextmanager
def fixed_at(instant: datetime) -> Iterator[None]:
    """Hold the wall clock of this context at an instant (tests)."""
    token = _fixed.set(instant)
    try:
        yield
    finally:
        _fixed.reset(token)
