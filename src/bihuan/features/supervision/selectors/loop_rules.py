"""The figures of the loop as they hold now: the shipped table with the city's own calendar."""

from dataclasses import replace
from functools import lru_cache

from bihuan.domain.calendars import WorkingCalendar
from bihuan.domain.findings.rules import DEFAULT_RULES, LoopRules
from bihuan.features.incidents.api import working_calendar


def loop_rules() -> LoopRules:
    """Return the rules; deadlines that stand are stored and do not follow a later change."""
    return _with(working_calendar())


@lru_cache(maxsize=4)
def _with(calendar: WorkingCalendar) -> LoopRules:
    return replace(DEFAULT_RULES, calendar=calendar)
