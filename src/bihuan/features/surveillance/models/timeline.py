"""The event's milestones for 7-1-7."""

from django.db import models

from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered


class EventTimeline(Ledgered):
    """When the event emerged, was detected and notified, and its early response actions.

    ``id`` is the incident. ``actions`` is JSON: action to the day it was completed, empty
    while it is not; an action that does not apply is left out. Days are civil, empty for
    not yet. ``source`` says where it was reported, empty when nobody said.
    """

    id = models.BigIntegerField(primary_key=True)
    zone = models.BigIntegerField()
    emerged_on = models.CharField(max_length=10)
    detected_on = models.CharField(max_length=10)
    notified_on = models.CharField(max_length=10)
    actions = models.TextField()
    source = models.CharField(max_length=120, default="")
    entered_at = InstantField()
    entered_by = models.BigIntegerField()

    class Meta:
        db_table = "surveillance_timeline"
