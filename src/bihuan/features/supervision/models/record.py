"""Rows beside a finding: what its steps recorded, the order's items, evidence of the place."""

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import IsNull

from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered

# Whom a line names: one post, or a kind of post. What is never asked for stands in no index.
_TEXT = models.TextField()
_TO_POST = Func(F("body"), Value("$.to_post"), function="json_extract", output_field=_TEXT)
_TO_KIND = Func(F("body"), Value("$.to"), function="json_extract", output_field=_TEXT)
_NOT_TICKED = Q(kind="call", done_at__isnull=True)


class LoopRecord(Ledgered):
    """One side row of a step: order, verification, extension, call, look-back and so on.

    ``id`` is the record's key: a repeated step finds its rows there already. ``body`` is
    canonical JSON; ``year`` and ``number`` are the document's when it has one.
    """

    id = models.CharField(primary_key=True, max_length=120)
    finding = models.CharField(max_length=32)
    incident = models.BigIntegerField()
    zone = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    at = InstantField()
    body = models.TextField()
    year = models.IntegerField(null=True)
    number = models.BigIntegerField(null=True)
    document_number = models.BigIntegerField(null=True)
    done_at = InstantField(null=True)
    done_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "supervision_record"
        indexes = (
            models.Index(fields=["finding", "at"], name="record_of_finding"),
            models.Index(fields=["incident", "kind", "at"], name="record_by_kind"),
            models.Index(
                fields=["incident", "at", "id", "zone"],
                condition=_NOT_TICKED,
                name="call_not_ticked",
            ),
            models.Index(
                fields=["incident", "zone", "at"],
                condition=_NOT_TICKED,
                name="call_not_ticked_in_zone",
            ),
            models.Index(
                F("incident"),
                _TO_POST,
                F("at"),
                F("id"),
                F("zone"),
                condition=_NOT_TICKED,
                name="call_to_post",
            ),
            models.Index(
                F("incident"),
                _TO_KIND,
                F("at"),
                F("id"),
                F("zone"),
                condition=_NOT_TICKED,
                name="call_to_kind",
            ),
            models.Index(
                F("incident"),
                F("kind"),
                _TO_POST,
                F("at"),
                condition=Q(IsNull(_TO_POST, rhs=False)),
                name="told_to_post",
            ),
            models.Index(
                F("incident"),
                F("kind"),
                _TO_KIND,
                F("at"),
                condition=Q(IsNull(_TO_KIND, rhs=False)),
                name="told_to_kind",
            ),
        )


class OrderItem(Ledgered):
    """One thing an order asks for; what a later order leaves out stays as ``dropped_at``."""

    id = models.CharField(primary_key=True, max_length=60)
    finding = models.CharField(max_length=32)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    done_at = InstantField(null=True)
    done_by = models.BigIntegerField(null=True)
    dropped_at = InstantField(null=True)

    class Meta:
        db_table = "supervision_item"
        constraints = (
            models.UniqueConstraint(fields=["finding", "position"], name="one_item_a_position"),
        )


class Evidence(Ledgered):
    """A picture of a place, cleaned before it was stored; ``file`` names it by content."""

    id = models.CharField(primary_key=True, max_length=32)
    finding = models.CharField(max_length=32)
    stage = models.CharField(max_length=20)
    file = models.CharField(max_length=80)
    caption = models.CharField(max_length=200)
    smudged = models.BooleanField()
    at = InstantField()
    post = models.BigIntegerField()

    class Meta:
        db_table = "supervision_evidence"
        indexes = (models.Index(fields=["finding", "at"], name="evidence_of_finding"),)
