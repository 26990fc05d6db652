"""Compounds with their plans, and reports that an exit is sealed."""

from django.db import models
from django.db.models import F, Q

from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered


class Compound(Ledgered):
    """The plan of a compound; ``id`` is the place's.

    ``plan`` is JSON as ``domain.premises.plan`` reads it; ``faults`` counts what the computed
    check finds wrong in it, so that a measure over a whole city asks columns, not graphs.
    ``closed_since`` says when a gate that let people in was last changed to one that does not;
    empty while no such gate stands closed. ``failures`` keeps when the plan did not pass, as
    "begin-end begin-" in microseconds, the last one open while it fails; a signature that runs out
    by itself joins them with the next change. ``hands`` are "post:person" of everybody who drew
    the plan or set its gates since it was drawn: none of them signs its check. ``checks`` are the
    instants in microseconds at which a passing check was signed, the first one in front.
    """

    id = models.CharField(primary_key=True, max_length=32)
    zone = models.BigIntegerField()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    plan = models.TextField()
    residents = models.BigIntegerField()
    faults = models.PositiveSmallIntegerField()
    schematic = models.BooleanField()
    signed_post = models.BigIntegerField(null=True)
    signed_at = InstantField(null=True)
    signed_until = InstantField(null=True)
    closed_since = InstantField(null=True)
    failures = models.TextField(default="")
    signed_person = models.BigIntegerField(null=True)
    hands = models.TextField(default="")
    checks = models.TextField(default="")

    class Meta:
        db_table = "premises_compound"
        indexes = (
            models.Index(fields=["zone", "faults", "signed_until"], name="compound_in"),
            models.Index(
                fields=["closed_since"], name="compound_closed",
                condition=Q(closed_since__isnull=False),
            ),
        )  # fmt: skip
        constraints = (
            models.CheckConstraint(
                name="check_ends_after_it_was_signed",
                condition=Q(signed_until__isnull=True) | Q(signed_until__gt=F("signed_at")),
            ),
        )


class Seal(Ledgered):
    """A report that an exit is sealed or locked; open until the finding is verified as put right.

    ``dropped_at`` says since when no finding stands for it any more (withdrawn, not filed) though
    nobody has verified anything: from then on only a newer signed check ends it. Times are on the
    incident's clock; ``dropped_real`` is the same instant as checks are signed, by real time.

    ``compound`` is empty when only the zone was said: then every compound in it is shaken.
    """

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    zone = models.BigIntegerField()
    zone_hi = models.BigIntegerField()
    compound = models.CharField(max_length=32)
    gate = models.CharField(max_length=40)
    finding = models.CharField(max_length=32)
    reported_at = InstantField()
    reported_post = models.BigIntegerField()
    cleared_at = InstantField(null=True)
    dropped_at = InstantField(null=True)
    dropped_real = InstantField(null=True)

    class Meta:
        db_table = "premises_seal"
        indexes = (
            models.Index(fields=["zone"], name="seal_open", condition=Q(cleared_at__isnull=True)),
            models.Index(fields=["finding"], name="seal_of_finding"),
        )
