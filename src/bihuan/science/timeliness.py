"""7-1-7: seven days to detect, one to notify, seven to complete the early response."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

TARGETS = (7, 1, 7)
ACTIONS = (
    "investigation",
    "risk_assessment",
    "laboratory_confirmation",
    "case_management",
    "countermeasures",
    "risk_communication",
    "coordination",
)


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Days taken for each step, None while it is not done; met is None while undecided.

    Parameters
    ----------
    days
        Detection, notification, response.
    met
        Whether each step kept its target; an unfinished step is missed once its days are over.
    missing
        Applicable actions not completed, in their order.
    """

    days: tuple[int | None, int | None, int | None]
    met: tuple[bool | None, bool | None, bool | None]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Milestones:
    """Civil dates of an event; None is not yet."""

    emerged: date | None
    detected: date | None
    notified: date | None


def seven_one_seven(
    milestones: Milestones, actions: Mapping[str, date | None], *, today: date
) -> Timeliness:
    """Return the three intervals and the actions that are missing.

    Parameters
    ----------
    milestones
        When the event emerged, was detected and was notified.
    actions
        Date of completion by action; None is not done, an action left out does not apply.
    today
        The day of the review, on which unfinished steps are judged.

    Raises
    ------
    ValueError
        For an unknown action or dates that run backwards.
    """
    unknown = sorted(set(actions) - set(ACTIONS))
    if unknown:
        raise ValueError(f"Expected the seven actions, got {unknown[0]}.")
    done = [day for day in actions.values() if day is not None]
    missing = tuple(name for name in ACTIONS if name in actions and actions[name] is None)
    completed = max(done) if done and not missing else None
    stages = (milestones.emerged, milestones.detected, milestones.notified, completed)
    days = tuple(_days(a, b) for a, b in pairwise(stages))
    met = tuple(
        _met(start, taken, target, today)
        for start, taken, target in zip(stages[:-1], days, TARGETS, strict=True)
    )
    return Timeliness((days[0], days[1], days[2]), (met[0], met[1], met[2]), missing)


def _days(start: date | None, end: date | None) -> int | None:
    if start is None or end is None:
        return None
    if end < start:
        raise ValueError(f"Expected {end} not before {start}.")
    return (end - start).days


def _met(start: date | None, taken: int | None, target: int, today: date) -> bool | None:
    if taken is not None:
        return taken <= target
    if start is None or (today - start).days <= target:
        return None
    return False
