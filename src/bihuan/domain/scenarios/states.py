"""The course of a scenario run: asked, then finished or cancelled."""

from dataclasses import dataclass
from enum import StrEnum

from bihuan.domain.machines import Machine, Transition


class RunState(StrEnum):
    """Where a run stands."""

    ASKED = "asked"
    FINISHED = "finished"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class RunCase:
    """Nothing but the state decides."""


RUN: Machine[RunCase] = Machine(
    "scenario_run",
    (
        Transition("", RunState.ASKED, "ask", "scenarios.asked"),
        Transition(RunState.ASKED, RunState.FINISHED, "finish", "scenarios.finished"),
        Transition(RunState.ASKED, RunState.CANCELLED, "cancel", "scenarios.cancelled"),
    ),
    frozenset({RunState.FINISHED, RunState.CANCELLED}),
)
