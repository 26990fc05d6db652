"""Everything a night's report says, as one value that has a canonical form.

It depends on the cut-off and on what is stored, never on the moment it is asked, so that the
same facts give the same hash.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bihuan.domain.zones import range_of
from bihuan.features.incidents.api import IncidentView
from bihuan.features.review.selectors.agenda import fitted
from bihuan.features.review.selectors.bulletin import (
    COUNTY,
    Published,
    RevisionLine,
    of_dimension,
    published,
    revisions,
    sources,
    total,
)
from bihuan.features.review.selectors.completeness import ReportingUnit, reporting_units
from bihuan.features.review.selectors.decisions import DecisionView, decisions_as_of
from bihuan.features.review.selectors.objectives import objectives
from bihuan.features.review.selectors.sentences import bottom_line
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures import (
    AgendaFact,
    Evaluated,
    NightlyContext,
    Window,
    Words,
    agenda_of,
    as_json,
    charts_of,
    evaluate,
    installed,
    late_inputs,
)
from bihuan.platform.figures.registry import LateInput
from bihuan.platform.ledger.marks import one_reading

FORM = 1


def content_of(view: IncidentView, window: Window, now: datetime) -> dict[str, Any]:
    """Return the report of a night, read at one instant: nobody's act falls between two figures."""
    with one_reading(Session()):
        return _content(view, window, now)


def _content(view: IncidentView, window: Window, now: datetime) -> dict[str, Any]:
    """Return the report of a night: figures, agenda, completeness, revisions, data quality."""
    context = NightlyContext(view.id, view.clock, window, range_of(view.zone), now)
    registry = installed()
    figures = evaluate(registry, context)
    facts, broken = agenda_of(registry, context)
    late, broken_late = late_inputs(registry, context)
    charts, broken_charts = charts_of(registry, context)
    units = reporting_units(view, window)
    earlier = decisions_as_of(incident=view.id, clock=view.clock, at=window.until)
    decisions = [one for one in earlier if one.open]
    counts = _published(view, window)
    agenda = fitted(facts, figures)
    return {
        "form": FORM,
        "incident": _incident(view, window),
        "day": window.day.isoformat(),
        "window": {"since": _local(window.since), "until": _local(window.until)},
        "completeness": _completeness(units),
        "bottom_line": [words.as_json() for words in bottom_line(figures, units, agenda)],
        "figures": [_figure(one) for one in figures],
        "sources": sources(counts),
        "charts": [{"section": section, **chart.as_json()} for section, chart in charts],
        "agenda": [fact.as_json() for fact in agenda],
        "decisions": [_decision(one) for one in decisions],
        "objectives": [
            one.as_json()
            for one in objectives(
                figures, units, decisions, window.until + (window.until - window.since)
            )
        ],
        "revisions": [_revision(line) for line in _revisions(view, window)],
        "late": [_late(one) for one in late],
        "quality": [
            words.as_json()
            for words in _quality(counts, figures, [*broken, *broken_late, *broken_charts])
        ],
    }


def agenda_in(content: dict[str, Any]) -> list[AgendaFact]:
    """Return the agenda of a report."""
    from bihuan.platform.figures.agenda import agenda_fact

    return [agenda_fact(said) for said in content["agenda"]]


def _local(instant: datetime) -> str:
    return instant.astimezone(LOCAL).isoformat()


def _incident(view: IncidentView, window: Window) -> dict[str, Any]:
    return {
        "id": view.id,
        "zh": view.name_zh,
        "en": view.name_en,
        "zone": view.zone,
        "level": view.level,
        "drill": int(view.drill),
        "day_number": (window.day - view.day_zero).days + 1,
    }


def _completeness(units: Sequence[ReportingUnit]) -> dict[str, Any]:
    return {
        "n": sum(unit.valid for unit in units),
        "of": len(units),
        "units": [{"zone": unit.zone, **unit.words.as_json(), "how": unit.how} for unit in units],
    }


def _figure(one: Evaluated) -> dict[str, Any]:
    said = one.figure.definition
    return {
        "code": one.figure.code,
        "section": one.figure.section,
        **one.figure.words.as_json(),
        "value": as_json(one.value),
        "target": one.figure.target.value,
        "missed": int(one.missed),
        "broken": int(one.broken),
        "counts": said.counts.as_json(),
        "over": said.over.as_json() if said.over else None,
        "unit": said.unit.as_json(),
        "clause": said.clause,
    }


def _decision(one: DecisionView) -> dict[str, Any]:
    order = one.order
    return {
        "number": one.number,
        "title": one.title,
        "owner_post": order.owner_post,
        "due": _local(order.due_at),
        "state": order.state,
        "decided_on": order.decided_on.isoformat(),
        "nights": order.nights,
        "red": int(one.red),
    }


def _revisions(view: IncidentView, window: Window) -> list[RevisionLine]:
    return revisions(incident=view.id, listed_on=window.day.isoformat())


def _revision(line: RevisionLine) -> dict[str, Any]:
    return {
        "day": line.day,
        **line.words.as_json(),
        "old": line.old,
        "new": line.new,
        "source": line.source,
        "entered": _local(line.entered_at),
    }


def _late(one: LateInput) -> dict[str, Any]:
    return {
        "subject": one.subject,
        **one.words.as_json(),
        "observed": _local(one.observed_at),
        "received": _local(one.received_at),
    }


def _published(view: IncidentView, window: Window) -> list[Published]:
    day = window.day.isoformat()
    return published(incident=view.id, day=day, night=day)


def _quality(
    rows: Sequence[Published], figures: Sequence[Evaluated], broken: Sequence[str]
) -> list[Words]:
    found = []
    counties = sum(row.value for row in of_dimension(rows, COUNTY))
    said = total(rows)
    if of_dimension(rows, COUNTY) and said != counties:
        found.append(
            Words(
                f"各县新增合计 {counties}，与通报总数 {said} 不一致",
                f"The counties add up to {counties}, the published total is {said}",
            )
        )
    absent = [one for one in figures if one.value is None and not one.broken]
    if absent:
        zh = "、".join(one.figure.words.zh for one in absent)
        en = ", ".join(one.figure.words.en for one in absent)
        found.append(Words(f"没有数据：{zh}", f"Without data: {en}"))
    names = [*(one.figure.code for one in figures if one.broken), *broken]
    if names:
        joined = ", ".join(names)
        found.append(Words(f"来源出错：{joined}", f"Broken sources: {joined}"))
    return found
