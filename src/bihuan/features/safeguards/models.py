"""Appeals against measures."""

from django.db import models
from django.db.models import F, Q

from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered


class Appeal(Ledgered):
    """One appeal. Of whoever wrote it nothing is stored but the text; of the code only a hash."""

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    zone = models.BigIntegerField()
    measure = models.CharField(max_length=32)
    code_hash = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    hearing_post = models.BigIntegerField(null=True)
    filed_at = InstantField()
    due_at = InstantField()
    ruling = models.CharField(max_length=10)
    reason = models.TextField()
    decided_at = InstantField(null=True)
    decided_post = models.BigIntegerField(null=True)

    class Meta:
        db_table = "safeguards_appeal"
        indexes = (
            models.Index(fields=["incident", "decided_at", "due_at"], name="appeal_open"),
            models.Index(fields=["measure"], name="appeal_of_measure"),
        )
        constraints = (
            models.CheckConstraint(
                name="appeal_due_after_filed", condition=Q(due_at__gt=F("filed_at"))
            ),
            models.CheckConstraint(
                name="ruled_with_reason",
                condition=Q(decided_at__isnull=True) | (~Q(reason="") & ~Q(ruling="")),
            ),
        )
