"""7-1-7 of an incident: milestones as stored, and what follows from them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bihuan.features.surveillance.models import EventTimeline
from bihuan.science.timeliness import ACTIONS, Milestones, Timeliness, seven_one_seven


@dataclass(frozen=True, slots=True)
class TimelineView:
    """Milestones and actions; an action that does not apply is absent, None is not done."""

    milestones: Milestones
    actions: Mapping[str, date | None]
    judged: Timeliness
    source: str = ""


def timeline_of(*, incident: int, today: date) -> TimelineView | None:
    """Return the timeline of an incident judged on a day; None before any was entered."""
    row = EventTimeline.objects.filter(id=incident).values_list(
        "emerged_on", "detected_on", "notified_on", "actions", "source"
    ).first()  # fmt: skip
    if row is None:
        return None
    milestones = Milestones(*(_day(text) for text in row[:3]))
    actions = {name: _day(text) for name, text in json.loads(row[3]).items()}
    ordered = {name: actions[name] for name in ACTIONS if name in actions}
    judged = seven_one_seven(milestones, ordered, today=today)
    return TimelineView(milestones, ordered, judged, row[4])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
