"""One step of a measure as an entry of the ledger."""

from collections.abc import Iterator, Mapping
from typing import Any

from bihuan.domain.measures.decide import MeasureStep
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.scopes import Scope
from bihuan.domain.zones import range_of
from bihuan.features.measures.selectors.rows import TABLE
from bihuan.platform.commands import Registrar
from bihuan.platform.db.changes import Entry, Update

NO_TEXTS: Mapping[str, str] = {}


def scope_rows(scope: Scope) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of what a measure covers, each with a name of its own within it."""
    for reach in scope.whole:
        whole = {"zone": reach.lo, "zone_hi": reach.hi, "compound": "", "building": ""}
        yield str(reach.lo), whole
    for number, one in enumerate(scope.places, start=1):
        around = range_of(one.zone)
        yield f"{one.zone}:{number}", {
            "zone": around.lo, "zone_hi": around.hi, "compound": one.compound,
            "building": one.building,
        }  # fmt: skip


def transited(step: MeasureStep, facts: MeasureFacts, registrar: Registrar) -> Entry:
    """Return the entry of one step; a notice takes its gapless number in this commit."""
    changes = dict(step.changes)
    if step.numbered and facts.notice_number is None:
        series = f"drill:{facts.incident}:notice" if facts.drill else "notice"
        year = changes["notice_at"].year
        changes["notice_year"] = year
        changes["notice_number"] = registrar.next(series, year, facts.id)
    return changed(step, facts, changes)


def changed(
    step: MeasureStep, facts: MeasureFacts, changes: dict[str, Any],
    texts: Mapping[str, str] = NO_TEXTS,
) -> Entry:  # fmt: skip
    """Return the entry of changed columns, with what stood there before; JSON ones as ``texts``."""
    old = {name: texts.get(name, getattr(facts, name, None)) for name in changes}
    update = Update(TABLE, facts.id, facts.version, old, changes)
    said = {
        "code": facts.code, "from": step.from_state, "to": step.to_state, "reason": step.reason,
    }  # fmt: skip
    return Entry(step.event, facts.id, facts.zone, (update,), facts=said)
