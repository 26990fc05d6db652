"""Measures as they are stored: rows, their JSON texts, and the zones that they cover."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import UnionType
from typing import Any, get_args, get_type_hints

from bihuan.domain.chain.canonical import instant_of
from bihuan.domain.measures.facts import COLUMNS, MeasureFacts
from bihuan.domain.measures.scopes import Scope, ScopePlace
from bihuan.domain.zones import ZoneCodeError, ZoneRange, ancestors_of, range_of
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader
from bihuan.platform.ledger.as_of import Undone, put_back

TABLE, SCOPES = "measures_measure", "measures_scope"
SAID = ("answers", "parts", "companion")
_KINDS = get_type_hints(MeasureFacts)
_INSTANTS = frozenset(
    name
    for name in COLUMNS
    if isinstance(_KINDS[name], UnionType) and datetime in get_args(_KINDS[name])
)
_WITH_SCOPE = (
    f"SELECT {', '.join((*COLUMNS, *SAID))}, (SELECT"  # noqa: S608
    f" json_group_array(json_array(zone, zone_hi, compound, building)) FROM {SCOPES}"
    f" WHERE measure={TABLE}.id), (SELECT decider_level FROM {TABLE} r WHERE r.id={TABLE}.renews)"
    f" FROM {TABLE}"
)
RENEWED = "renewed_level"
"""Beside the texts: the level that decided what a measure goes on from, None for none."""
AT_ONCE = 10_000
"""Values in one list of a query; a database takes no endless one."""
DECIDED = ("DECIDED", "NOTICE_PUBLISHED", "ACTIVE", "SUSPENDED")
Texts = Mapping[str, Any]
Scopes = Mapping[str, Scope]


def facts_of(row: Sequence[Any]) -> tuple[MeasureFacts, Texts]:
    """Return the facts of a row in the order of ``COLUMNS``, and its JSON texts after them."""
    values = dict(zip(COLUMNS, row, strict=False))
    for name in _INSTANTS:
        values[name] = None if values[name] is None else instant_of(values[name])
    values["drill"] = bool(values["drill"])
    said = {name: json.loads(text or "{}") for name, text in zip(SAID, row[-3:], strict=True)}
    return MeasureFacts(**values), said


def read_rows(
    session: Session, where: str, values: Sequence[Any], undone: Undone | None = None
) -> tuple[list[tuple[MeasureFacts, Texts]], Scopes]:
    """Return the rows of a condition with their JSON texts, and what each of them covers.

    What is ``undone`` is put back first.
    """
    rows: Sequence[Sequence[Any]] = session.all(f"{_WITH_SCOPE} WHERE {where}", tuple(values))
    rows = put_back(rows, (*COLUMNS, *SAID), undone) if undone else rows
    known = ((facts_of(row[:-2]), row[-1]) for row in rows)
    found: list[tuple[MeasureFacts, Texts]] = [
        (facts, {**said, RENEWED: level}) for (facts, said), level in known
    ]
    return found, {row[0]: scope_stored(json.loads(row[-2])) for row in rows}


def scope_stored(rows: Iterable[Sequence[Any]]) -> Scope:
    """Return a scope from its rows: zone, its last code, compound, building."""
    listed = sorted(tuple(row) for row in rows)
    return Scope(
        tuple(ZoneRange(lo, hi) for lo, hi, compound, _ in listed if not compound),
        tuple(ScopePlace(lo, one, building) for lo, _, one, building in listed if one),
    )


def bare_measure(read: Reader, identity: str) -> MeasureFacts | None:
    """Return one measure without its surroundings: enough to write down that it is over."""
    row = read.one(TABLE, (*COLUMNS, *SAID), id=identity)
    return None if row is None else facts_of(row)[0]


def scopes_of(session: Session, measures: Sequence[str]) -> Scopes:
    """Return what measures cover."""
    found: dict[str, list[Sequence[Any]]] = {identity: [] for identity in measures}
    for start in range(0, len(measures), AT_ONCE):
        some = tuple(measures[start : start + AT_ONCE])
        marks = ", ".join("?" * len(some))
        rows = session.all(
            f"SELECT measure, zone, zone_hi, compound, building FROM {SCOPES}"  # noqa: S608
            f" WHERE measure IN ({marks}) ORDER BY zone",
            some,
        )
        for identity, *part in rows:
            found[identity].append(part)
    return {identity: scope_stored(parts) for identity, parts in found.items()}


def said_of(session: Session, measure: str) -> Mapping[str, Any]:
    """Return answers, parts and companion plan of a measure as they were typed."""
    row = session.one(f"SELECT {', '.join(SAID)} FROM {TABLE} WHERE id=?", (measure,))  # noqa: S608
    texts = row or ("{}", "{}", "{}")
    return {name: json.loads(text) for name, text in zip(SAID, texts, strict=True)}


def common_zone(zones: tuple[int, ...]) -> int:
    """Return the smallest zone that covers all of them: its county's chain records it.

    Raises
    ------
    ZoneCodeError
        A number is no zone code, or nothing covers them all.
    """
    first, *rest = zones
    for one in (first, *ancestors_of(first)):
        if all(range_of(one).covers(range_of(other)) for other in rest):
            return one
    raise ZoneCodeError("Expected zones of one city.")
