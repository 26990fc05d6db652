"""The front door of surveillance."""

from bihuan.features.surveillance.actions import (
    CapacityDraft,
    CaseDraft,
    RegimeDraft,
    TimelineDraft,
    enter_capacity,
    enter_cases,
    enter_signals,
    enter_timeline,
    set_regime,
)
from bihuan.features.surveillance.selectors.analysis import (
    Kept,
    day_before,
    forecasts_before,
    latest,
    make_and_keep,
)
from bihuan.features.surveillance.selectors.blind import BlindLine, blind_lines, sentinel_share
from bihuan.features.surveillance.selectors.capacity import (
    entries_of,
    input_sources,
    inputs_of,
    isolation_of,
    testing_of,
)
from bihuan.features.surveillance.selectors.cases import (
    CaseRow,
    ChangeLine,
    changes_of_day,
    days_with_cases,
    rows_of_days,
    windows_differ,
)
from bihuan.features.surveillance.selectors.chart_parts import covered_of_late, hidden_among
from bihuan.features.surveillance.selectors.chart_words import METHODS
from bihuan.features.surveillance.selectors.charts import charts_of, missing_of
from bihuan.features.surveillance.selectors.covers import Covers, covers_of
from bihuan.features.surveillance.selectors.exports import case_lines, case_table
from bihuan.features.surveillance.selectors.files import (
    CaseReport,
    SignalReport,
    check_cases,
    check_signals,
)
from bihuan.features.surveillance.selectors.layers import LAYERS
from bihuan.features.surveillance.selectors.night import (
    basically_told,
    chances_hide,
    chances_of,
    figures_of,
    last_known,
    names_below,
    part_name,
)
from bihuan.features.surveillance.selectors.profile import profile_of
from bihuan.features.surveillance.selectors.regimes import regimes
from bihuan.features.surveillance.selectors.scored import (
    HORIZONS,
    nights,
    scores,
    tellable,
    truth_of,
)
from bihuan.features.surveillance.selectors.signals import (
    KindTotal,
    Reading,
    SignalRow,
    newest_by_kind,
    readings,
    signals,
    vector_index,
)
from bihuan.features.surveillance.selectors.suppressed import ShownTable, shown_table
from bihuan.features.surveillance.selectors.timeline import TimelineView, timeline_of
from bihuan.features.surveillance.selectors.tonight import (
    FEW,
    counts_tonight,
    hides,
    new_by_night,
    nights_before,
    not_comparable,
    provisional,
)

__all__ = [
    "FEW",
    "HORIZONS",
    "LAYERS",
    "METHODS",
    "BlindLine",
    "CapacityDraft",
    "CaseDraft",
    "CaseReport",
    "CaseRow",
    "ChangeLine",
    "Covers",
    "Kept",
    "KindTotal",
    "Reading",
    "RegimeDraft",
    "ShownTable",
    "SignalReport",
    "SignalRow",
    "TimelineDraft",
    "TimelineView",
    "basically_told",
    "blind_lines",
    "case_lines",
    "case_table",
    "chances_hide",
    "chances_of",
    "changes_of_day",
    "charts_of",
    "check_cases",
    "check_signals",
    "counts_tonight",
    "covered_of_late",
    "covers_of",
    "day_before",
    "days_with_cases",
    "enter_capacity",
    "enter_cases",
    "enter_signals",
    "enter_timeline",
    "entries_of",
    "figures_of",
    "forecasts_before",
    "hidden_among",
    "hides",
    "input_sources",
    "inputs_of",
    "isolation_of",
    "last_known",
    "latest",
    "make_and_keep",
    "missing_of",
    "names_below",
    "new_by_night",
    "newest_by_kind",
    "nights",
    "nights_before",
    "not_comparable",
    "part_name",
    "profile_of",
    "provisional",
    "readings",
    "regimes",
    "rows_of_days",
    "scores",
    "sentinel_share",
    "set_regime",
    "shown_table",
    "signals",
    "tellable",
    "testing_of",
    "timeline_of",
    "truth_of",
    "vector_index",
    "windows_differ",
]
