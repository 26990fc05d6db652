"""Figures and agenda of the nightly review: every feature adds its own, the review asks here."""

from bihuan.platform.figures.agenda import AgendaFact, AgendaKind, Fact
from bihuan.platform.figures.evaluation import Evaluated, agenda_of, evaluate, late_inputs
from bihuan.platform.figures.registry import (
    AgendaSource,
    Definition,
    Figure,
    LateSource,
    NightlyContext,
    Registry,
    Target,
    installed,
    registered,
)
from bihuan.platform.figures.values import (
    Amount,
    Breakdown,
    BreakdownRow,
    Count,
    FigureValue,
    Share,
    Spread,
    Verdict,
    Words,
    as_json,
    from_json,
    shown,
    spread_of,
)
from bihuan.platform.figures.windows import Window

__all__ = [
    "AgendaFact",
    "AgendaKind",
    "AgendaSource",
    "Amount",
    "Breakdown",
    "BreakdownRow",
    "Count",
    "Definition",
    "Evaluated",
    "Fact",
    "Figure",
    "FigureValue",
    "LateSource",
    "NightlyContext",
    "Registry",
    "Share",
    "Spread",
    "Target",
    "Verdict",
    "Window",
    "Words",
    "agenda_of",
    "as_json",
    "evaluate",
    "from_json",
    "installed",
    "late_inputs",
    "registered",
    "shown",
    "spread_of",
]
