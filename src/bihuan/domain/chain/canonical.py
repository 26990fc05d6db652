"""Canonical JSON: one value, one sequence of bytes.

Sorted keys, UTF-8 in NFC, no spaces, integers and strings, lists, objects, true, false and
null; never a float, because two writers may print it differently.
"""

import json
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

text_of = json.encoder.encode_basestring
"""Return the JSON form of a text."""


def _unknown(value: Any) -> Any:
    raise TypeError(f"Expected a JSON type, got {value!r}.")


# ``JSONEncoder.encode`` makes one of these for every call, which costs more than the encoding.
_chunks = json.encoder.c_make_encoder(  # type: ignore[attr-defined]
    markers=None,
    default=_unknown,
    encoder=json.encoder.encode_basestring,
    indent=None,
    key_separator=":",
    item_separator=",",
    sort_keys=True,
    skipkeys=False,
    allow_nan=False,
)


def micros(instant: datetime) -> int:
    """Return an aware instant as microseconds since 1970 in UTC."""
    return (instant - EPOCH) // MICROSECOND


def instant_of(value: int) -> datetime:
    """Return the aware UTC instant of a number of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=value)


def canonical(value: Any) -> bytes:
    """Return the canonical bytes of a value made of JSON types without floats.

    Raises
    ------
    TypeError
        A float or a type that JSON does not know is inside: a programming error.
    """
    _refuse_floats(value)
    return canonical_plain(value)


def canonical_plain(value: Any) -> bytes:
    """Return the canonical bytes of a value whose leaves are integers, texts or None for sure."""
    text = "".join(_chunks(value, 0))
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.encode()


_LEAVES = frozenset({int, str, bool, type(None)})


def _refuse_floats(value: Any) -> None:
    kind = type(value)
    items: Iterable[Any] = ()
    if kind is dict:
        _refuse_keys(value)
        items = value.values()
    elif kind is list or kind is tuple:
        items = value
    elif kind is float:
        raise TypeError(f"Expected an integer or text, got the float {value!r}.")
    for item in items:
        if type(item) not in _LEAVES:
            _refuse_floats(item)


def _refuse_keys(value: dict[Any, Any]) -> None:
    for key in value:
        if type(key) is not str:
            raise TypeError(f"Expected text as a key, got {key!r}.")
