"""When which county was last asked for what is missing."""

from collections.abc import Mapping
from datetime import datetime

from bihuan.features.review.models import Reminder

SUBMISSION, PLAN = "submission", "plan"


def reminders(*, incident: int, day: str, about: str) -> Mapping[int, datetime]:
    """Return by county when it was last reminded."""
    rows = Reminder.objects.filter(incident=incident, day=day, about=about)
    return dict(rows.values_list("county", "reminded_at"))


def reminders_by_subject(*, incident: int, day: str) -> Mapping[str, Mapping[int, datetime]]:
    """Return the same for everything that counties are reminded of, with one query."""
    rows = Reminder.objects.filter(incident=incident, day=day)
    found: dict[str, dict[int, datetime]] = {SUBMISSION: {}, PLAN: {}}
    for about, county, at in rows.values_list("about", "county", "reminded_at"):
        found.setdefault(about, {})[county] = at
    return found
