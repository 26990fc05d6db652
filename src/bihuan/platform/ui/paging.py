"""Paging by key: the address carries the key of a row, never a page number or an offset."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Key = tuple[int | str, ...]
LONGEST = 300


def write_key(key: Key) -> str:
    """Write a row's sort key for the address."""
    text = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_key(text: str, length: int) -> Key | None:
    """Read a key of ``length`` values from an address; anything else is None."""
    if not text or len(text) > LONGEST:
        return None
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        values = json.loads(plain)
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(values, list) or len(values) != length:
        return None
    if not all(type(value) in {int, str} for value in values):
        return None
    return tuple(values)


@dataclass(frozen=True, slots=True)
class KeyedPage:
    """Rows of one page and the ways on.

    Parameters
    ----------
    rows
        The rows shown.
    after
        The key behind the last row when more rows follow, else empty.
    first
        Whether this is the first page.
    total
        How many rows there are in all; None while that is not counted.
    """

    rows: Sequence[Any]
    after: str = ""
    first: bool = True
    total: int | None = None


def keyed_page(rows: Sequence[Any], keys: Sequence[Key], size: int, *, first: bool) -> KeyedPage:
    """Cut a page from ``size`` + 1 rows in order; the extra row only tells that more follow."""
    more = len(rows) > size
    return KeyedPage(rows[:size], write_key(keys[size - 1]) if more else "", first)
