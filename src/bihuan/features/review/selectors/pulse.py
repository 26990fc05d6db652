"""Whether a meeting has moved on: one short text that changes when its windows must."""

from django.db.models import Count, Max, Sum

from bihuan.features.review.models import Decision, DecisionNote, NightlyReview
from bihuan.features.review.models.identity import night_id


def pulse_of(*, incident: int, day: str, drafts: bool) -> str:
    """Return the mark of a night; with ``drafts`` it also changes when one is written."""
    night = night_id(incident, day)
    version = NightlyReview.objects.filter(id=night).values_list("version", flat=True).first()
    decided = Decision.objects.filter(night_id=night).aggregate(n=Count("id"))["n"]
    mark = f"{version or 0}.{decided}"
    if not drafts:
        return mark
    noted = DecisionNote.objects.filter(night_id=night)
    said = noted.aggregate(n=Count("id"), versions=Sum("version"), last=Max("written_at"))
    return f"{mark}.{said['n']}.{said['versions'] or 0}"
