"""The course of one night: draft, frozen, in meeting, minutes issued."""

from dataclasses import dataclass
from enum import StrEnum

from bihuan.domain.machines import Machine, Transition, guard


class NightState(StrEnum):
    """Where a night's review stands."""

    DRAFT = "draft"
    FROZEN = "frozen"
    IN_MEETING = "in_meeting"
    MINUTES_ISSUED = "minutes_issued"


@dataclass(frozen=True, slots=True)
class NightCase:
    """What the guards ask about: which fixed items of the agenda have not been opened yet."""

    fixed_items_unheard: int = 0


@guard("safeguards_not_heard", clause="nightly-review §14")
def fixed_items_heard(case: NightCase) -> bool:
    """Hold when the safeguards and tomorrow's plan were opened in the meeting."""
    return case.fixed_items_unheard == 0


NIGHT: Machine[NightCase] = Machine(
    "night",
    (
        Transition("", NightState.DRAFT, "draft", "review.drafted"),
        Transition("", NightState.FROZEN, "freeze", "review.frozen"),
        Transition(NightState.DRAFT, NightState.FROZEN, "freeze", "review.frozen"),
        Transition(NightState.FROZEN, NightState.IN_MEETING, "call", "review.meeting_called"),
        Transition(NightState.IN_MEETING, NightState.IN_MEETING, "turn", "review.item_opened"),
        Transition(NightState.IN_MEETING, NightState.IN_MEETING, "decide", "review.decided"),
        Transition(
            NightState.IN_MEETING, NightState.MINUTES_ISSUED, "issue", "review.minutes_issued",
            (fixed_items_heard,),
        ),
    ),
    frozenset({NightState.MINUTES_ISSUED}),
)  # fmt: skip
