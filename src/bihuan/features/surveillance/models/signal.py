"""Signals beside the counts."""

from django.db import models
from django.db.models import F, Q

from bihuan.domain.surveillance.signals import UNBOUNDED, SignalKind
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered


class Signal(Ledgered):
    """A part ``n`` of a whole ``of`` that a zone (or a site in it) reported for a day."""

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    zone = models.BigIntegerField()
    day = models.CharField(max_length=10)
    kind = models.CharField(max_length=16)
    site = models.CharField(max_length=60)
    n = models.BigIntegerField()
    of = models.BigIntegerField()
    source = models.CharField(max_length=200)
    entered_at = InstantField()
    entered_by = models.BigIntegerField()

    class Meta:
        db_table = "surveillance_signal"
        constraints = (
            models.UniqueConstraint(
                name="signal_once_a_day", fields=("incident", "day", "zone", "kind", "site")
            ),
            models.CheckConstraint(
                name="signal_kind_known",
                condition=Q(kind__in=[one.value for one in SignalKind]),
            ),
            models.CheckConstraint(
                name="signal_part_of_whole",
                condition=Q(n__gte=0, of__gte=0)
                & (Q(n__lte=F("of")) | Q(kind__in=[one.value for one in UNBOUNDED])),
            ),
        )
        indexes = (models.Index(fields=("incident", "zone", "kind", "day"), name="signal_of_zone"),)
