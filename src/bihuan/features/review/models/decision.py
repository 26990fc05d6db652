"""Decisions of the meeting, and the orders that follow from them."""

from django.db import models
from django.db.models import F, Q

from bihuan.domain.reviews.states import OPEN_FOLLOWS, Follow
from bihuan.features.review.models.night import NightlyReview
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered

STATES = tuple(state.value for state in Follow if state is not Follow.NEW)
OPEN = tuple(state.value for state in OPEN_FOLLOWS)


class Decision(Ledgered):
    """A decision (决定事项) with its order: receipt, feedback, verification.

    ``options`` is canonical JSON; ``choice`` counts from 0. The order's source is the decision
    itself, so it stands outside the findings' control line. ``nights`` counts the meetings to
    which it came back undone, the last of them ``carried_on``.
    """

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    zone = models.BigIntegerField()
    night = models.ForeignKey(NightlyReview, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    situation = models.TextField()
    risks = models.TextField()
    powers = models.TextField()
    options = models.TextField()
    choice = models.PositiveSmallIntegerField()
    reasons = models.TextField()
    help = models.TextField()
    review_at = InstantField()
    decided_on = models.CharField(max_length=10)
    decided_by = models.BigIntegerField()
    owner_post = models.BigIntegerField()
    owner_unit = models.BigIntegerField()
    due_at = InstantField()
    state = models.CharField(max_length=14)
    document_year = models.PositiveSmallIntegerField()
    document_number = models.PositiveIntegerField()
    ordered_at = InstantField()
    received_at = InstantField(null=True)
    reported_at = InstantField(null=True)
    reporter_person = models.BigIntegerField(null=True)
    verified_at = InstantField(null=True)
    verifier_post = models.BigIntegerField(null=True)
    verifier_unit = models.BigIntegerField(null=True)
    ended_at = InstantField(null=True)
    carried_on = models.CharField(max_length=10, null=True)  # noqa: DJ001  (None: never carried)
    nights = models.PositiveSmallIntegerField()
    feedback = models.TextField()
    verdict = models.TextField()

    class Meta:
        db_table = "review_decision"
        constraints = (
            models.UniqueConstraint(name="decision_number_once", fields=("incident", "number")),
            models.CheckConstraint(name="decision_state_known", condition=Q(state__in=STATES)),
            models.CheckConstraint(
                name="decision_verified_by_another_unit",
                condition=Q(verifier_unit__isnull=True) | ~Q(verifier_unit=F("owner_unit")),
            ),
            models.CheckConstraint(
                name="decision_ends_when_done_or_cancelled",
                condition=Q(state__in=OPEN, ended_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="decision_due_after_it_was_taken", condition=Q(due_at__gt=F("ordered_at"))
            ),
        )
        indexes = (
            models.Index(
                fields=("incident", "due_at"),
                name="decision_open",
                condition=Q(ended_at__isnull=True),
            ),
        )
