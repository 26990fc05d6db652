"""Look-backs (回头看): which closed findings are visited again, and when."""

from datetime import datetime, timedelta

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.lots import drawn
from bihuan.domain.findings.rules import LoopRules
from bihuan.domain.severity import Severity


def sample_percent(base: int, earlier_failures: int, rules: LoopRules) -> int:
    """Return the sample weighted by history: each earlier failure raises it, at most to 100."""
    return min(100, base * (100 + rules.history_percent * earlier_failures) // 100)


def drawn_days(facts: FindingFacts, rules: LoopRules) -> tuple[int, ...]:
    """Return the days after the close-out on which this finding is visited again."""
    around = facts.around
    return tuple(
        row.day
        for row in rules.look_backs[Severity(facts.severity)]
        if drawn(
            f"look_back:{row.day}",
            facts.id,
            around.seed,
            sample_percent(row.percent, around.earlier_failures, rules),
        )
    )


def write_plan(days: tuple[int, ...]) -> str:
    """Write the days still to come as one text column."""
    return ",".join(map(str, days))


def read_plan(plan: str) -> tuple[int, ...]:
    """Read the days still to come."""
    return tuple(int(day) for day in plan.split(",")) if plan else ()


def due_on(closed_at: datetime, days: tuple[int, ...]) -> datetime | None:
    """Return when the next look-back is due; None when none is left."""
    return closed_at + timedelta(days=days[0]) if days else None
