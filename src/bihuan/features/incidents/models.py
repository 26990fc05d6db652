"""The incident as a state row, and the years of the working-day calendar."""

from django.db import models
from django.db.models import Q

from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered


class Incident(Ledgered):
    """An incident, live or a drill. Its clock is the platform's row of the same number.

    ``level`` is the response level, 1 (highest) to 4; ``day_zero`` the civil date that counts
    as day 1, written YYYY-MM-DD.
    """

    id = models.BigIntegerField(primary_key=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    zone = models.BigIntegerField()
    level = models.PositiveSmallIntegerField()
    day_zero = models.CharField(max_length=10)
    drill = models.BooleanField()
    opened_at = InstantField()
    closed_at = InstantField(null=True)

    class Meta:
        db_table = "incidents_incident"
        constraints = (
            models.CheckConstraint(
                name="incident_level_1_to_4", condition=Q(level__gte=1, level__lte=4)
            ),
            models.CheckConstraint(
                name="incident_closed_after_opened",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=models.F("opened_at")),
            ),
        )


class ProfileAdoption(Ledgered):
    """The disease profile an incident is on; ``id`` is the incident's.

    ``content`` is the profile's file as it was adopted: the incident stays on its version.
    """

    id = models.BigIntegerField(primary_key=True)
    profile = models.CharField(max_length=60)
    major = models.BooleanField()
    adopted_at = InstantField()
    digest = models.CharField(max_length=64, default="")
    content = models.TextField(default="")

    class Meta:
        db_table = "incidents_adoption"


class ProfileSignature(Ledgered):
    """A reviewer's signature under exactly one text of a profile; ``id`` is digest and hand."""

    id = models.CharField(primary_key=True, max_length=80)
    reference = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    hand = models.CharField(max_length=8)
    post = models.BigIntegerField()
    person = models.BigIntegerField()
    at = InstantField()

    class Meta:
        db_table = "incidents_profile_signature"
        constraints = (
            models.CheckConstraint(
                name="profile_signed_by_a_reviewer", condition=Q(hand__in=("cdc", "legal"))
            ),
        )


class CalendarYear(Ledgered):
    """A year's days that differ from their weekday; ``days`` is a canonical JSON list.

    Each item is day (YYYY-MM-DD), kind and name. A year without a row is not known.
    """

    id = models.BigIntegerField(primary_key=True)
    days = models.TextField()
    source = models.CharField(max_length=160)

    class Meta:
        db_table = "incidents_calendar_year"
        constraints = (
            models.CheckConstraint(
                name="calendar_year_plausible", condition=Q(id__gte=2000, id__lte=2100)
            ),
        )
