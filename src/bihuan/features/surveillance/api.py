"""The front door of surveillance."""

from bihuan.features.surveillance.actions import (
    CaseDraft,
    RegimeDraft,
    TimelineDraft,
    enter_capacity,
    enter_cases,
    enter_signals,
    enter_timeline,
    set_regime,
)
from bihuan.features.surveillance.selectors.cases import (
    CaseRow,
    ChangeLine,
    changes_of_day,
    days_with_cases,
    rows_of_day,
    windows_differ,
)
from bihuan.features.surveillance.selectors.exports import case_lines, case_table
from bihuan.features.surveillance.selectors.files import (
    CaseReport,
    SignalReport,
    check_cases,
    check_signals,
)
from bihuan.features.surveillance.selectors.regimes import regimes
from bihuan.features.surveillance.selectors.suppressed import ShownTable, shown_table

__all__ = [
    "CaseDraft",
    "CaseReport",
    "CaseRow",
    "ChangeLine",
    "RegimeDraft",
    "ShownTable",
    "SignalReport",
    "TimelineDraft",
    "case_lines",
    "case_table",
    "changes_of_day",
    "check_cases",
    "check_signals",
    "days_with_cases",
    "enter_capacity",
    "enter_cases",
    "enter_signals",
    "enter_timeline",
    "regimes",
    "rows_of_day",
    "set_regime",
    "shown_table",
    "windows_differ",
]
