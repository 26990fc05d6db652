"""A file of counts or signals against what is stored: its rows, problems, what it would change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.domain.registers.cells import Line, RowProblem
from bihuan.domain.surveillance.case_rows import CaseLine, parse_cases
from bihuan.domain.surveillance.signals import SignalLine, parse_signals
from bihuan.domain.zones import range_of
from bihuan.features.incidents.api import IncidentView
from bihuan.features.surveillance.models import CaseAggregate, Signal
from bihuan.features.territory.api import zones_in
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.exchange.register import Comparison

PLACE = ("zone", "day", "origin", "route", "status")


@dataclass(frozen=True, slots=True)
class CaseReport:
    """What a file of counts says, and what is wrong with it."""

    lines: tuple[CaseLine, ...]
    problems: tuple[RowProblem, ...]
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class SignalReport:
    """What a file of signals says, and what is wrong with it."""

    lines: tuple[SignalLine, ...]
    problems: tuple[RowProblem, ...]
    comparison: Comparison


def check_cases(
    *, view: IncidentView, lines: Sequence[Line], header: Iterable[str], scope: int | None = None
) -> CaseReport:
    """Try a file of counts without changing anything (dry run)."""
    zones = {zone.code for zone in zones_in(scope=range_of(scope or view.zone))}
    found, problems = parse_cases(lines, header, today=_today(view), zones=zones)
    days = [line.day for line in found] or [""]
    stored = {
        row[:5]: row[5:]
        for row in CaseAggregate.objects.filter(
            incident=view.id, day__range=(min(days), max(days))
        ).values_list(*PLACE, "count", "converted", "window_start", "window_end")
    }
    told = [
        (was, (line.count, line.converted, *(line.window or (was or ())[2:])))
        for line in found
        for was in [stored.get(line.place)]
    ]
    return CaseReport(tuple(found), tuple(problems), _compared(told))


def check_signals(
    *, view: IncidentView, lines: Sequence[Line], header: Iterable[str], scope: int | None = None
) -> SignalReport:
    """Try a file of signals without changing anything (dry run)."""
    zones = {zone.code for zone in zones_in(scope=range_of(scope or view.zone))}
    found, problems = parse_signals(lines, header, today=_today(view), zones=zones)
    days = [line.day for line in found] or [""]
    stored = {
        row[:4]: row[4:]
        for row in Signal.objects.filter(
            incident=view.id, day__range=(min(days), max(days))
        ).values_list("zone", "day", "kind", "site", "n", "of")
    }
    told = [(stored.get(line.place), (line.n, line.of)) for line in found]
    return SignalReport(tuple(found), tuple(problems), _compared(told))


def _today(view: IncidentView) -> date:
    return view.now().astimezone(LOCAL).date()


def _compared(told: Sequence[tuple[object, object]]) -> Comparison:
    new = sum(stored is None for stored, _ in told)
    same = sum(stored == said for stored, said in told)
    return Comparison(new, len(told) - new - same, same)
