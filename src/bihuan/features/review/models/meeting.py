"""What is written down beside the decisions: a scribe's drafts, and reminders to counties."""

from django.db import models
from django.db.models import Q

from bihuan.features.review.models.night import NightlyReview
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered

DRAFT_STATES = ("open", "signed", "dropped")
ABOUT = ("submission", "plan")


class DecisionNote(Ledgered):
    """A decision as the scribe took it down; it decides nothing until a leader signs it.

    ``said`` is the form as canonical JSON, complete or not. ``decision`` is the number of the
    decision that it became.
    """

    id = models.CharField(primary_key=True, max_length=32)
    night = models.ForeignKey(NightlyReview, on_delete=models.PROTECT, related_name="+")
    incident = models.BigIntegerField()
    subject = models.CharField(max_length=80)
    said = models.TextField()
    state = models.CharField(max_length=10)
    written_at = InstantField()
    written_by = models.BigIntegerField()
    writer_person = models.BigIntegerField()
    decision = models.PositiveIntegerField(null=True)
    signer_person = models.BigIntegerField(null=True)
    ended_at = InstantField(null=True)

    class Meta:
        db_table = "review_note"
        constraints = (
            models.CheckConstraint(name="note_state_known", condition=Q(state__in=DRAFT_STATES)),
            models.CheckConstraint(
                name="note_signed_by_another_person",
                condition=Q(signer_person__isnull=True)
                | ~Q(signer_person=models.F("writer_person")),
            ),
            models.CheckConstraint(
                name="note_signed_with_its_decision",
                condition=Q(state="signed", decision__isnull=False, signer_person__isnull=False)
                | (~Q(state="signed") & Q(decision__isnull=True, signer_person__isnull=True)),
            ),
            models.UniqueConstraint(
                name="one_open_note_an_item", fields=("night", "subject"), condition=Q(state="open")
            ),
        )


class MinutesCorrection(Ledgered):
    """A correction (更正) of issued minutes: what was served stays, and this stands beside it.

    ``present``, ``excused`` and ``attending`` are the attendance as it should read; ``words`` say
    what else is wrong. The newest correction holds.
    """

    id = models.CharField(primary_key=True, max_length=32)
    night = models.ForeignKey(NightlyReview, on_delete=models.PROTECT, related_name="+")
    incident = models.BigIntegerField()
    number = models.PositiveSmallIntegerField()
    present = models.CharField(max_length=600)
    excused = models.CharField(max_length=600)
    attending = models.CharField(max_length=600)
    words = models.CharField(max_length=600)
    reason = models.CharField(max_length=600)
    corrected_at = InstantField()
    corrected_by = models.BigIntegerField()

    class Meta:
        db_table = "review_minutes_correction"
        constraints = (
            models.UniqueConstraint(name="correction_number_once", fields=("night", "number")),
            models.CheckConstraint(name="correction_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="corrections_are_never_changed", condition=Q(version=1)),
        )


class Reminder(Ledgered):
    """A county was asked for what is missing (催报): its report, or its note of the plan."""

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    day = models.CharField(max_length=10)
    about = models.CharField(max_length=10)
    county = models.BigIntegerField()
    times = models.PositiveSmallIntegerField()
    reminded_at = InstantField()
    reminded_by = models.BigIntegerField()

    class Meta:
        db_table = "review_reminder"
        constraints = (
            models.UniqueConstraint(
                name="one_reminder_row_a_county", fields=("incident", "day", "about", "county")
            ),
            models.CheckConstraint(name="reminder_about_known", condition=Q(about__in=ABOUT)),
        )
