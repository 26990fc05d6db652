"""The figures of the loop as they hold now: the shipped table with the city's own calendar."""

from dataclasses import replace
from functools import lru_cache

from bihuan.domain.calendars import WorkingCalendar
from bihuan.domain.findings.rules import DEFAULT_RULES, LoopRules
from bihuan.domain.severity import Severity
from bihuan.features.incidents.api import working_calendar


def loop_rules() -> LoopRules:
    """Return the rules; deadlines that stand are stored and do not follow a later change."""
    return _with(working_calendar())


def rules_to_show(severity: int) -> LoopRules:
    """Return the rules for a page: only S4 counts working days and needs the city's own table."""
    return loop_rules() if severity == Severity.S4 else DEFAULT_RULES


@lru_cache(maxsize=4)
def _with(calendar: WorkingCalendar) -> LoopRules:
    return replace(DEFAULT_RULES, calendar=calendar)
