"""When which county was last asked for what is missing."""

from collections.abc import Mapping
from datetime import datetime

from bihuan.features.review.models import Reminder

SUBMISSION, PLAN = "submission", "plan"


def reminders(*, incident: int, day: str, about: str) -> Mapping[int, datetime]:
    """Return by county when it was last reminded."""
    rows = Reminder.objects.filter(incident=incident, day=day, about=about)
    return dict(rows.values_list("county", "reminded_at"))
