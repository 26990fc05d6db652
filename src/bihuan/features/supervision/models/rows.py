"""Turns a stored row into facts and back."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from types import UnionType
from typing import Any, get_args, get_type_hints

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.findings.facts import COLUMNS, Circumstances, FindingFacts
from bihuan.platform.db.reader import Reader

TABLE = "supervision_finding"
_KINDS = get_type_hints(FindingFacts)
_INSTANTS = tuple(
    position
    for position, name in enumerate(COLUMNS)
    if isinstance(_KINDS[name], UnionType) and datetime in get_args(_KINDS[name])
)
_TRUTHS = tuple(position for position, name in enumerate(COLUMNS) if _KINDS[name] is bool)


def facts_of(row: Sequence[Any]) -> FindingFacts:
    """Return the facts of a row given in the order of ``COLUMNS``."""
    values = list(row)
    for position in _INSTANTS:
        if values[position] is not None:
            values[position] = instant_of(values[position])
    for position in _TRUTHS:
        values[position] = bool(values[position])
    return FindingFacts(*values)


_every_column = attrgetter(*COLUMNS)


def knowing(facts: FindingFacts, around: Circumstances) -> FindingFacts:
    """Return facts with what is known from elsewhere; by place, as names cost three times more."""
    return FindingFacts(*(*_every_column(facts), around))


def stored_facts(read: Reader, finding: str) -> FindingFacts | None:
    """Return the facts of a stored finding, or None."""
    row = read.one(TABLE, COLUMNS, id=finding)
    return None if row is None else facts_of(row)


def columns_of(facts: FindingFacts) -> dict[str, Any]:
    """Return every column of a new row but its id and version."""
    return {name: getattr(facts, name) for name in COLUMNS if name not in ("id", "version")}
