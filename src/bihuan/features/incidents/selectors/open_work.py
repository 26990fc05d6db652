"""What still waits for somebody in an incident; told by the feature that owns it."""

from collections.abc import Callable
from dataclasses import dataclass

from bihuan.platform.db.reader import Reader


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Orders that still wait for somebody, how many of them are S1, and measures not over."""

    orders: int = 0
    grave: int = 0
    measures: int = 0


Look = Callable[[Reader, int], OpenWork]
_looks: dict[str, Look] = {}


def provide_open_work(of: str, look: Look) -> None:
    """Register who knows what is still open of some work; the feature that owns it calls it."""
    _looks[of] = look


def open_work(read: Reader, incident: int) -> OpenWork:
    """Return what is still open in an incident."""
    found = [look(read, incident) for look in _looks.values()]
    orders, grave = sum(one.orders for one in found), sum(one.grave for one in found)
    return OpenWork(orders, grave, sum(one.measures for one in found))
