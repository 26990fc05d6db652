"""One night: its snapshot, its agenda, its minutes."""

from django.db import models
from django.db.models import F, Q

from bihuan.domain.reviews.nights import NightState
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered

SHA256_DIGITS = 64


class NightlyReview(Ledgered):
    """A night's review and where it stands. ``root`` is the ledger's root sealed with it."""

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    day = models.CharField(max_length=10)
    cut_off_at = InstantField()
    state = models.CharField(max_length=14)
    root = models.CharField(max_length=64)
    called_at = InstantField(null=True)
    position = models.PositiveSmallIntegerField(null=True)
    item_since = InstantField(null=True)
    ended_at = InstantField(null=True)

    class Meta:
        db_table = "review_night"
        constraints = (
            models.UniqueConstraint(name="one_review_a_night", fields=("incident", "day")),
            models.CheckConstraint(
                name="night_state_known",
                condition=Q(state__in=[state.value for state in NightState]),
            ),
            models.CheckConstraint(
                name="night_item_has_its_start",
                condition=Q(position__isnull=True, item_since__isnull=True)
                | Q(position__isnull=False, item_since__isnull=False),
            ),
            models.CheckConstraint(
                name="night_ends_after_it_began",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("called_at")),
            ),
        )


class DataSnapshot(Ledgered):
    """The frozen figures of a night (数据冻结): canonical JSON and its hash, never changed."""

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    day = models.CharField(max_length=10)
    cut_off_at = InstantField()
    frozen_at = InstantField()
    body = models.TextField()
    sha256 = models.CharField(max_length=SHA256_DIGITS)
    submitted = models.PositiveIntegerField()
    due = models.PositiveIntegerField()

    class Meta:
        db_table = "review_snapshot"
        constraints = (
            models.UniqueConstraint(name="one_snapshot_a_night", fields=("incident", "day")),
            models.CheckConstraint(name="snapshot_is_never_changed", condition=Q(version=1)),
            models.CheckConstraint(
                name="snapshot_after_its_cut_off", condition=Q(frozen_at__gte=F("cut_off_at"))
            ),
            models.CheckConstraint(
                name="snapshot_completeness", condition=Q(submitted__lte=F("due"))
            ),
        )


class AgendaItem(Ledgered):
    """One item of the agenda (议题), made from the frozen facts."""

    id = models.CharField(primary_key=True, max_length=32)
    night = models.ForeignKey(NightlyReview, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    subject = models.CharField(max_length=80)
    said = models.TextField()
    minutes = models.PositiveSmallIntegerField()
    seconds_spent = models.PositiveIntegerField()
    opened_at = InstantField(null=True)

    class Meta:
        db_table = "review_item"
        constraints = (
            models.UniqueConstraint(name="item_position_once", fields=("night", "position")),
            models.CheckConstraint(name="item_has_minutes", condition=Q(minutes__gte=1)),
        )


class Minutes(Ledgered):
    """The minutes of a night (纪要): numbered, with the root's fingerprint, never changed."""

    id = models.CharField(primary_key=True, max_length=32)
    night = models.OneToOneField(NightlyReview, on_delete=models.PROTECT, related_name="+")
    incident = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    series = models.CharField(max_length=40)
    present = models.CharField(max_length=600)
    excused = models.CharField(max_length=600)
    attending = models.CharField(max_length=600)
    said = models.TextField()
    sha256 = models.CharField(max_length=SHA256_DIGITS)
    issued_at = InstantField()
    issued_by = models.BigIntegerField()

    class Meta:
        db_table = "review_minutes"
        constraints = (
            models.UniqueConstraint(
                name="minutes_number_once", fields=("series", "year", "number")
            ),
            models.CheckConstraint(name="minutes_are_never_changed", condition=Q(version=1)),
        )
