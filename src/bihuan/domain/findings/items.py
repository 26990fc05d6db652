"""What an order asks for, item by item, and what becomes of the ticks when it is rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

LONGEST_ITEM = 300


@dataclass(frozen=True, slots=True)
class OrderedItem:
    """One item of an order as it is stored.

    Parameters
    ----------
    position, text
        Its place in the list, and what is asked for.
    done_at, done_by
        When and by which post it was ticked.
    dropped_at
        When a later order left it out; its row stays.
    version
        The stored row's version, 0 for an item that has no row yet.
    """

    position: int
    text: str
    done_at: datetime | None = None
    done_by: int | None = None
    dropped_at: datetime | None = None
    version: int = 0


def said_items(payload: object) -> list[str] | None:
    """Return the items that a payload names, None when it says nothing about them."""
    if not isinstance(payload, list | tuple):
        return None
    texts = (str(text).strip()[:LONGEST_ITEM] for text in payload)
    return [text for text in texts if text]


def rewritten(
    stored: Sequence[OrderedItem], texts: Sequence[str], now: datetime
) -> list[OrderedItem]:
    """Return the items that change when an order asks for these texts from now on.

    A tick belongs to the words it was set on: it stays with them wherever they move. Other words
    are open, whatever stood in their place.
    """
    rows = {item.position: item for item in stored}
    ticks = [item for item in stored if item.dropped_at is None and item.done_at is not None]
    wanted = []
    for position, text in enumerate(texts, start=1):
        tick = next((item for item in ticks if item.text == text), None)
        if tick is not None:
            ticks.remove(tick)
        row = rows.get(position, OrderedItem(position, text))
        done_at, done_by = (tick.done_at, tick.done_by) if tick else (None, None)
        wanted.append(replace(row, text=text, done_at=done_at, done_by=done_by, dropped_at=None))
    left_out = [
        replace(item, dropped_at=now)
        for item in stored
        if item.position > len(texts) and item.dropped_at is None
    ]
    return [item for item in (*wanted, *left_out) if item != rows.get(item.position)]
