"""The finding's clocks: starting one, its marks, moving deadlines when a pause is added."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bihuan.domain.clocks import Clock, Pause, due, read_pauses
from bihuan.domain.deadlines import CLOCK_OF, Stage
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.rules import LoopRules
from bihuan.domain.severity import Severity

Changes = dict[str, Any]


def budget_of(stage: Stage, severity: int, rules: LoopRules, *, rural: bool) -> timedelta:
    """Return the table's budget of a stage."""
    if stage is Stage.VERIFY and rural:
        stage = Stage.VERIFY_RURAL
    return rules.budgets[stage, Severity(severity)].amount


def started(
    name: str,
    start: datetime,
    budget: timedelta,
    facts: FindingFacts,
    rules: LoopRules,
    kind: Clock | None = None,
) -> Changes:
    """Return the columns of a clock that starts: from, seconds, due, nothing issued yet.

    Without ``kind`` it runs as the finding's severity says now.
    """
    kind = kind or CLOCK_OF[Severity(facts.severity)]
    pauses = read_pauses(facts.pauses)
    return {
        f"{name}_from": start,
        f"{name}_seconds": int(budget.total_seconds()),
        f"{name}_due_at": due(start, budget, kind, rules.calendar, pauses),
        f"{name}_issued": 0,
    }


def mark(facts: FindingFacts, name: str, percent: int, rules: LoopRules) -> datetime | None:
    """Return when a share of a clock's budget is used up; None when it has not started."""
    start: datetime | None = getattr(facts, f"{name}_from")
    if start is None:
        return None
    full = 100
    if percent == full:
        at: datetime | None = getattr(facts, f"{name}_due_at")
        return at
    seconds: int = getattr(facts, f"{name}_seconds")
    budget = timedelta(seconds=seconds * percent / 100)
    return due(start, budget, kind_of(facts, name), rules.calendar, read_pauses(facts.pauses))


def after(
    facts: FindingFacts, start: datetime | None, gap: timedelta, rules: LoopRules
) -> datetime | None:
    """Return an instant so much elapsed time after a start, pauses left out."""
    if start is None:
        return None
    if not facts.pauses:
        return start + gap
    return due(start, gap, Clock.ELAPSED, rules.calendar, read_pauses(facts.pauses))


def kind_of(facts: FindingFacts, name: str) -> Clock:
    """Return the clock a deadline runs on; the rectify clock keeps the order's own."""
    if name in ("rectify", "order") and facts.clock:
        return Clock(facts.clock)
    return CLOCK_OF[Severity(facts.severity)]


def moved_by(
    facts: FindingFacts, names: Sequence[str], pauses: Sequence[Pause], rules: LoopRules
) -> Changes:
    """Return the deadlines recomputed with other pauses, each from its own start."""
    changes: Changes = {}
    for name in names:
        start: datetime | None = getattr(facts, f"{name}_from")
        if start is None:
            continue
        budget = timedelta(seconds=_seconds(facts, name))
        kind = kind_of(facts, name)
        changes[f"{name}_due_at"] = due(start, budget, kind, rules.calendar, pauses)
    return changes


def _seconds(facts: FindingFacts, name: str) -> int:
    if name == "order":
        return facts.original_seconds + facts.extension_seconds
    seconds: int = getattr(facts, f"{name}_seconds")
    return seconds
