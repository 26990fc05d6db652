"""Rows as values: what a command wants written, said without any SQL."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from bihuan.domain.chain.canonical import canonical, micros

Plain = int | str | None
Row = Mapping[str, Any]
Given = tuple[str, int, int, str]


def plain(value: Any) -> Plain:
    """Return the form in which a value is stored and hashed.

    Instants become microseconds, UUIDs their 32 hex digits, truth values 0 or 1, mappings and
    sequences their canonical JSON; integers, text and None stay.

    Raises
    ------
    TypeError
        Any other type, floats above all: a programming error.
    """
    if type(value) in _PLAIN:
        return value  # type: ignore[no-any-return]
    for kind, form in _FORMS:
        if isinstance(value, kind):
            return form(value)
    raise TypeError(f"Expected an integer, text, instant, UUID or JSON, got {value!r}.")


_PLAIN = frozenset({str, int, type(None)})
# In order: truth values and enums are integers or text of a special kind.
_FORMS: tuple[tuple[type, Callable[[Any], Plain]], ...] = (
    (int, int),
    (str, str.__str__),
    (datetime, micros),
    (UUID, lambda value: str(value.hex)),
    (Mapping, lambda value: canonical(json_form(value)).decode()),
    (list, lambda value: canonical(json_form(value)).decode()),
    (tuple, lambda value: canonical(json_form(value)).decode()),
)


def json_form(value: Any) -> Any:
    """Return a value in JSON types: mappings and sequences kept, everything else plain."""
    if isinstance(value, Mapping):
        return {name: json_form(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_form(item) for item in value]
    return plain(value)


@dataclass(frozen=True, slots=True)
class Insert:
    """A new row. ``id`` is the value of the table's ``id`` column; ``version`` starts at 1."""

    table: str
    id: UUID | int | str
    values: Row


@dataclass(frozen=True, slots=True)
class Update:
    """Changed columns of one row, with what stood there when the command looked.

    Refused as ``changed_meanwhile`` when the stored version is not ``version``.
    """

    table: str
    id: UUID | int | str
    version: int
    old: Row
    new: Row


@dataclass(frozen=True, slots=True)
class BulkInsert:
    """Many new rows of one table at once (registers): one entry, a hash for each row.

    ``rows`` are tuples in the order of ``columns``; the first column is ``id``.
    """

    table: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Count:
    """A change of a counter: metric, the zone it belongs to, the difference."""

    metric: str
    zone: int
    delta: int = 1


# A stock has no day: it is what stands now, so that reading it costs the same on every day.
STANDING = ""


def counted_on(metric: str, day: str) -> str:
    """Return the day under which a counter is kept: a stock's (``….stock.…``) is none."""
    return STANDING if ".stock." in metric else day


Write = Insert | Update | BulkInsert


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger and the rows that follow from it, committed together.

    Parameters
    ----------
    event
        What happened, in the past tense: ``supervision.assigned``.
    subject
        The object it happened to.
    zone
        The zone whose county's chain records it.
    writes, counts
        Rows and counters.
    facts
        Further facts for the body: reason, from, to. Never free text of residents.
    numbers
        The gapless numbers given in its command: series, year, number, subject.
    """

    event: str
    subject: UUID | int | str
    zone: int
    writes: tuple[Write, ...] = ()
    counts: tuple[Count, ...] = ()
    facts: Row = field(default_factory=dict)
    numbers: tuple[Given, ...] = ()


def row_hash(columns: Sequence[str], values: Sequence[Any]) -> str:
    """Return the hash that a register's entry keeps for one row."""
    named = {name: plain(value) for name, value in zip(columns, values, strict=True)}
    return sha256(canonical(named)).hexdigest()
