"""Asks the registry for a night: every figure, the agenda, late inputs.

A source that breaks must not keep seventeen counties from meeting: its figures are absent and
named as broken in the annex, the others stand.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import structlog

from bihuan.platform.charts import Chart
from bihuan.platform.figures.agenda import AgendaFact, AgendaKind
from bihuan.platform.figures.registry import Figure, LateInput, NightlyContext, Registry
from bihuan.platform.figures.values import FigureValue

log = structlog.get_logger("bihuan.figures")
Item = TypeVar("Item")
_RANKS = {kind: rank for rank, kind in enumerate(AgendaKind)}


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A figure with its value for one night; ``broken`` when its source failed."""

    figure: Figure
    value: FigureValue | None
    broken: bool = False

    @property
    def missed(self) -> bool:
        """Tell whether it must be zero (or all) and is not."""
        return self.figure.target.missed(self.value)


def evaluate(registry: Registry, context: NightlyContext) -> list[Evaluated]:
    """Return every figure of the registry for a night, in the order of sections."""
    return [_evaluated(figure, context) for figure in registry.figures]


def agenda_of(registry: Registry, context: NightlyContext) -> tuple[list[AgendaFact], list[str]]:
    """Return tonight's agenda facts, one for each subject, and the names of broken sources.

    Where two sources name one subject the first in the order of kinds keeps it.
    """
    found, broken = _asked([(one.name, one.items) for one in registry.agenda], context)
    by_subject: dict[str, AgendaFact] = {}
    for item in sorted(found, key=lambda one: (_RANKS[one.kind], -one.weight, one.subject)):
        by_subject.setdefault(item.subject, item)
    return list(by_subject.values()), broken


def late_inputs(registry: Registry, context: NightlyContext) -> tuple[list[LateInput], list[str]]:
    """Return what arrived in this window for an earlier one, oldest first."""
    found, broken = _asked([(one.name, one.items) for one in registry.late], context)
    return sorted(found, key=lambda one: (one.received_at, one.subject)), broken


def charts_of(
    registry: Registry, context: NightlyContext
) -> tuple[list[tuple[int, Chart]], list[str]]:
    """Return the night's charts with their sections, and the names of broken sources."""
    found: list[tuple[int, Chart]] = []
    broken: list[str] = []
    for source in registry.charts:
        charts, wrong = _asked([(source.name, source.items)], context)
        found += [(source.section, chart) for chart in charts]
        broken += wrong
    return sorted(found, key=lambda one: one[0]), broken


def _evaluated(figure: Figure, context: NightlyContext) -> Evaluated:
    try:
        return Evaluated(figure, figure.value(context))
    except Exception:
        log.exception("figure failed", figure=figure.code, incident=context.incident)
        return Evaluated(figure, None, broken=True)


def _asked(
    sources: Sequence[tuple[str, Callable[[NightlyContext], Iterable[Item]]]],
    context: NightlyContext,
) -> tuple[list[Item], list[str]]:
    found: list[Item] = []
    broken: list[str] = []
    for name, items in sources:
        try:
            found += items(context)
        except Exception:
            log.exception("source failed", source=name, incident=context.incident)
            broken.append(name)
    return found, broken
