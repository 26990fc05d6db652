"""Turns a decided step into rows, numbers, counters and one entry of the ledger."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.items import rewritten, said_items
from bihuan.domain.findings.step import Record, Series, Step
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.features.supervision.models.rows import TABLE, columns_of
from bihuan.platform.commands import Registrar, Written
from bihuan.platform.db.changes import Count, Entry, Insert, Update, Write

RECORDS, ITEMS = "supervision_record", "supervision_item"
ITEM_COLUMNS = ("text", "done_at", "done_by", "dropped_at")
WRITES_ITEMS = frozenset({LoopAct.ASSIGN, LoopAct.CORRECT_ORDER, LoopAct.AMEND_ON_REVIEW})
Given = dict[str, dict[str, int]]


def written(
    step: Step, facts: FindingFacts, registrar: Registrar, *, said: Mapping[str, Any], fresh: bool
) -> Written:
    """Describe everything that a step writes.

    Parameters
    ----------
    step, facts
        The decision and the row it was made on.
    registrar
        Gives the numbers.
    said
        The payload; an order's items are taken from it.
    fresh
        Whether the row is new.
    """
    given = _numbers(step, facts, registrar)
    own = given.pop("", {})
    own.pop("year", None)
    changes = {**step.changes, **own}
    writes = [_row(step, facts, changes, fresh=fresh)]
    at = changes.get("updated_at", facts.updated_at)
    writes += [_record(record, facts, at, given.get(record.key, {})) for record in step.records]
    writes += _items(step, facts, said)
    entry = Entry(
        step.event,
        facts.id,
        facts.zone,
        tuple(writes),
        tuple(Count(metric, facts.zone, delta) for metric, delta in step.counts),
        _said_in_body(step),
    )
    number = changes.get("ledger_number", facts.ledger_number)
    year = changes.get("ledger_year", facts.ledger_year)
    result = {"finding": facts.id, "state": step.to_state, "year": year, "number": number}
    return Written([entry], result)


def _said_in_body(step: Step) -> dict[str, str]:
    facts = {"act": step.act, "from": step.from_state, "to": step.to_state}
    extra = {"via": step.via, "reason": step.reason}
    return facts | {name: value for name, value in extra.items() if value}


def _row(step: Step, facts: FindingFacts, changes: Mapping[str, Any], *, fresh: bool) -> Write:
    if fresh:
        return Insert(TABLE, facts.id, columns_of(facts) | dict(changes) | {"state": step.to_state})
    old = {name: getattr(facts, name) for name in changes}
    return Update(TABLE, facts.id, facts.version, old, changes)


def _numbers(step: Step, facts: FindingFacts, registrar: Registrar) -> Given:
    """Allocate the step's numbers by the record that receives them; "" is the finding's row."""
    given: Given = {}
    for series in step.numbers:
        number = registrar.next(series_of(series, facts.incident), series.year, facts.id)
        given.setdefault(series.record, {})[series.column] = number
        given[series.record]["year"] = series.year
        if series.on_row and series.record:
            given.setdefault("", {})["document_number"] = number
    return given


def series_of(series: Series, incident: int) -> str:
    """Return the name under which a series counts: a drill's own, or the city's."""
    return f"drill:{incident}:{series.code.value}" if series.drill else series.code.value


def _record(
    record: Record, facts: FindingFacts, at: datetime | None, numbers: Mapping[str, int]
) -> Write:
    body = {name: value for name, value in record.values.items() if value is not None}
    values = {
        "finding": facts.id,
        "incident": facts.incident,
        "zone": facts.zone,
        "kind": record.kind.value,
        "at": at,
        "body": body,
        "year": numbers.get("year"),
        "number": numbers.get("supervision_number"),
        "document_number": numbers.get("document_number"),
        "done_at": None,
        "done_by": None,
    }
    return Insert(RECORDS, record.key, values)


def _items(step: Step, facts: FindingFacts, said: Mapping[str, Any]) -> Iterator[Write]:
    """Write what an order asks for; a rewritten one leaves unchanged items and their ticks."""
    texts = said_items(said.get("items"))
    at = step.changes.get("updated_at", facts.updated_at)
    if step.act not in WRITES_ITEMS or texts is None or at is None:
        return
    stored = {item.position: item for item in facts.around.items}
    for item in rewritten(facts.around.items, texts, at):
        identity = f"{facts.id}:{item.position}"
        old = stored.get(item.position)
        new = {name: getattr(item, name) for name in ITEM_COLUMNS}
        if old is None:
            yield Insert(ITEMS, identity, {"finding": facts.id, "position": item.position, **new})
        else:
            before = {name: getattr(old, name) for name in ITEM_COLUMNS}
            changed = [name for name in ITEM_COLUMNS if new[name] != before[name]]
            yield Update(
                ITEMS,
                identity,
                old.version,
                {name: before[name] for name in changed},
                {name: new[name] for name in changed},
            )
