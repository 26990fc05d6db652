"""What still waits for somebody in an incident; told by the feature that owns it."""

from collections.abc import Callable
from dataclasses import dataclass

from bihuan.platform.db.reader import Reader


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Orders that still wait for somebody, and how many of them are S1."""

    orders: int
    grave: int


Look = Callable[[Reader, int], OpenWork]
_looks: list[Look] = []


def provide_open_work(look: Look) -> None:
    """Register who knows what is still open in an incident; the feature that owns it calls it."""
    _looks[:] = [look]


def open_work(read: Reader, incident: int) -> OpenWork:
    """Return what is still open in an incident."""
    found = [look(read, incident) for look in _looks]
    return OpenWork(sum(one.orders for one in found), sum(one.grave for one in found))
