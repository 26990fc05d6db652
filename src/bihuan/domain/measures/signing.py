"""What a head signs for: everything that must hold before one signature can put a measure in force.

The signature itself supplies decision, notice, upward report and start of the companion plan; all
the rest has to be there before, and is told beforehand with who can supply it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bihuan.domain.machines import Guard, unmet
from bihuan.domain.measures import guards as g
from bihuan.domain.measures import standing as st
from bihuan.domain.measures.case import Case
from bihuan.domain.measures.decide import told
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.policy.actor import Actor
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal

FORESEEN: tuple[Guard[Case], ...] = (
    *g.COMPLETE, st.basis_confirmed, st.basis_in_force, st.basis_as_checked,
    st.people_known, st.companion_covers,
    st.compounds_drawn, st.gates_planned, st.exits_open, g.proportionate, g.no_conflict,
)  # fmt: skip
"""What a draft can be told already."""

SIGNABLE: tuple[Guard[Case], ...] = (
    g.time_runs_on, *FORESEEN, g.has_opinion, g.opinion_followed, g.decided_high_enough,
    g.renewed_high_enough, g.approved_by_city,
)  # fmt: skip
"""What must hold when the head signs."""

SIGNED_BEFORE = ("DRAFT", "LEGAL_CHECK")
"""States in which the legal office has not let it pass yet."""


def foreseen(facts: MeasureFacts, by: Actor, now: datetime) -> list[tuple[Guard[Case], bool]]:
    """Return every condition that can be told before anything is sent, and whether it holds."""
    case = Case(Act.DECIDE_MEASURE, facts, by, {}, now, facts.state)
    return [(one, one.holds(case)) for one in FORESEEN if not st.asks_nothing(one, case)]


def lacking(facts: MeasureFacts, by: Actor, now: datetime) -> Refusal | None:
    """Return the first thing that a draft lacks before it can be sent to the legal office."""
    found = unmet(g.COMPLETE, Case(Act.SUBMIT_MEASURE, facts, by, {}, now, facts.state))
    return told(found[0], facts) if found else None


def standing_in_the_way(
    facts: MeasureFacts, by: Actor, now: datetime, said: Mapping[str, Any]
) -> tuple[Refusal, ...]:
    """Return everything that keeps one signature from putting a measure in force."""
    case = Case(Act.DECIDE_MEASURE, facts, by, said, now, facts.state)
    waiting = (Refusal("legal_check_open", clause="law 3.1"),) \
        if facts.state in SIGNED_BEFORE else ()  # fmt: skip
    return (*waiting, *(told(one, facts) for one in unmet(SIGNABLE, case)))
