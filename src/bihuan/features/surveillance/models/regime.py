"""Surveillance regimes: where counts stopped meaning the same."""

from django.db import models
from django.db.models import F, Q

from bihuan.domain.surveillance.regimes import Effect
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered


class SurveillanceRegime(Ledgered):
    """A change of testing or definition in a zone; ``last_day`` is empty while it lasts."""

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    zone = models.BigIntegerField()
    first_day = models.CharField(max_length=10)
    last_day = models.CharField(max_length=10)
    effect = models.CharField(max_length=12)
    text_zh = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200)
    entered_at = InstantField()
    entered_by = models.BigIntegerField()

    class Meta:
        db_table = "surveillance_regime"
        constraints = (
            models.CheckConstraint(
                name="regime_effect_known",
                condition=Q(effect__in=[one.value for one in Effect]),
            ),
            models.CheckConstraint(
                name="regime_days_in_order",
                condition=Q(last_day="") | Q(last_day__gte=F("first_day")),
            ),
            models.CheckConstraint(name="regime_is_explained", condition=~Q(text_zh="")),
        )
        indexes = (models.Index(fields=("incident", "first_day"), name="regime_of_incident"),)
