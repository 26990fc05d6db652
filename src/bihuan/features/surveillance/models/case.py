"""Case aggregates as state rows, and every value they ever had."""

from django.db import models
from django.db.models import F, Q

from bihuan.domain.surveillance.cases import CaseStatus, Origin, Route
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered


class CaseAggregate(Ledgered):
    """A count of cases: zone, day, origin, route, status. Never a person.

    ``converted`` of ``count`` were counted earlier under another status. The window of the
    count is stored, since counts of 18:00–18:00 and of 00:00–24:00 are not the same series.
    """

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    zone = models.BigIntegerField()
    day = models.CharField(max_length=10)
    origin = models.CharField(max_length=20)
    route = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    count = models.BigIntegerField()
    converted = models.BigIntegerField()
    window_start = InstantField()
    window_end = InstantField()
    source = models.CharField(max_length=200)
    entered_at = InstantField()
    entered_by = models.BigIntegerField()

    class Meta:
        db_table = "surveillance_case"
        constraints = (
            models.UniqueConstraint(
                name="case_once_a_day",
                fields=("incident", "day", "zone", "origin", "route", "status"),
            ),
            models.CheckConstraint(
                name="case_counts_fit",
                condition=Q(count__gte=0, converted__gte=0, converted__lte=F("count")),
            ),
            models.CheckConstraint(
                name="case_window_in_order", condition=Q(window_end__gt=F("window_start"))
            ),
            models.CheckConstraint(
                name="case_kinds_known",
                condition=Q(
                    origin__in=[one.value for one in Origin],
                    route__in=[one.value for one in Route],
                    status__in=[one.value for one in CaseStatus],
                ),
            ),
        )
        indexes = (models.Index(fields=("incident", "zone", "day"), name="case_of_zone"),)


class CaseChange(Ledgered):
    """One value of a count as it became known: the first, and each revision with its reason.

    ``received_on`` is the local day on which it came in; days and arrivals make the reporting
    triangle from which late reports are estimated.
    """

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    case = models.CharField(max_length=32)
    zone = models.BigIntegerField()
    day = models.CharField(max_length=10)
    old_count = models.BigIntegerField(null=True)
    old_converted = models.BigIntegerField(null=True)
    new_count = models.BigIntegerField()
    new_converted = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    received_on = models.CharField(max_length=10)
    entered_at = InstantField()
    entered_by = models.BigIntegerField()

    class Meta:
        db_table = "surveillance_change"
        constraints = (
            models.CheckConstraint(
                name="revision_has_a_reason", condition=Q(old_count__isnull=True) | ~Q(reason="")
            ),
        )
        indexes = (
            models.Index(fields=("incident", "received_on"), name="change_received"),
            models.Index(fields=("incident", "day"), name="change_of_day"),
        )
