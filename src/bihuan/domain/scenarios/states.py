"""The course of a run: asked, then finished or cancelled; a finished fit may be approved."""

from dataclasses import dataclass
from enum import StrEnum

from bihuan.domain.machines import Machine, Transition, guard


class RunState(StrEnum):
    """Where a run stands."""

    ASKED = "asked"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class RunCase:
    """What an approval asks: is it a fit, did another person ask for it, is it explained."""

    fit: bool = False
    another_person: bool = False
    disagrees: bool = False
    reason: str = ""


@guard("only_fits_are_approved")
def a_fit(case: RunCase) -> bool:
    """Hold when the run fits the model to the record; plans are never approved by the twin."""
    return case.fit


@guard("own_fit", clause="science 11")
def approved_by_another(case: RunCase) -> bool:
    """Hold when whoever approves is not whoever asked."""
    return case.another_person


@guard("disagreement_unexplained", clause="science 11")
def explained_where_the_week_disagrees(case: RunCase) -> bool:
    """Hold when the held-out week agrees, or a person says in words why the fit stands anyway."""
    return not case.disagrees or bool(case.reason.strip())


RUN: Machine[RunCase] = Machine(
    "scenario_run",
    (
        Transition("", RunState.ASKED, "ask", "scenarios.asked"),
        Transition(RunState.ASKED, RunState.FINISHED, "finish", "scenarios.finished"),
        Transition(RunState.ASKED, RunState.CANCELLED, "cancel", "scenarios.cancelled"),
        Transition(
            RunState.FINISHED, RunState.APPROVED, "approve", "scenarios.fit_approved",
            (a_fit, approved_by_another, explained_where_the_week_disagrees),
        ),
    ),
    frozenset({RunState.FINISHED, RunState.CANCELLED, RunState.APPROVED}),
)  # fmt: skip
