"""Tomorrow's action plan and who has taken note of it."""

from django.db import models

from bihuan.features.review.models.night import NightlyReview
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered


class ActionPlan(Ledgered):
    """The plan of the next day (行动方案), published to every county; never changed."""

    id = models.CharField(primary_key=True, max_length=32)
    night = models.OneToOneField(NightlyReview, on_delete=models.PROTECT, related_name="+")
    incident = models.BigIntegerField()
    number = models.PositiveIntegerField()
    said = models.TextField()
    counties = models.TextField()
    published_at = InstantField()
    published_by = models.BigIntegerField()

    class Meta:
        db_table = "review_plan"
        constraints = (
            models.UniqueConstraint(name="plan_number_once", fields=("incident", "number")),
            models.CheckConstraint(name="plan_is_never_changed", condition=models.Q(version=1)),
        )


class PlanAcknowledgement(Ledgered):
    """A county has taken note of the plan (确认)."""

    id = models.CharField(primary_key=True, max_length=32)
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="+")
    county = models.BigIntegerField()
    acknowledged_at = InstantField()
    acknowledged_by = models.BigIntegerField()

    class Meta:
        db_table = "review_acknowledgement"
        constraints = (
            models.UniqueConstraint(name="plan_acknowledged_once", fields=("plan", "county")),
        )
