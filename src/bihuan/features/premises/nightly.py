"""Section 5 of the nightly review, its gates: plans that pass, time to clear a sealed exit."""

from bihuan.features.premises.api import ground_at, readiness, seals_in
from bihuan.platform.figures import (
    Definition,
    Figure,
    NightlyContext,
    Share,
    Spread,
    Words,
    spread_of,
)

SECTION = 5
CLAUSE = "nightly review, section 5; Fire Law 28"
PERCENT, MINUTES = Words("%", "%"), Words("分钟", "minutes")


def _passing(context: NightlyContext) -> Share | None:
    # Compounds and their checks are real, in a drill too: they hold on the real date.
    found = readiness([context.scope], context.real_until, ground_at(context))
    return Share(found.passing, found.compounds) if found.compounds else None


def _time_to_clear(context: NightlyContext) -> Spread | None:
    window = context.window
    listed = seals_in(context.scope, context.incident)
    return spread_of(
        [
            int((end - begin).total_seconds() // 60)
            for _, begin, end in listed
            if end is not None and end in window
        ]
    )


FIGURES = (
    Figure(
        "premises.plans", SECTION, Words("门岗方案通过率", "Gate plans that pass"),
        Definition(
            Words("消防疏散核验通过且有效", "fire-egress check passed and valid"), PERCENT,
            Words("已登记小区", "compounds drawn"), CLAUSE,
        ),
        _passing, 1,
    ),
    Figure(
        "premises.time_to_clear", SECTION, Words("封堵解除用时", "Time to clear a sealed exit"),
        Definition(Words("窗口内解除，自反映起", "cleared in the window, since the report"),
                   MINUTES, clause=CLAUSE),
        _time_to_clear, 2,
    ),
)  # fmt: skip
