"""A token by which a program of somebody at work speaks for one of his posts."""

from django.db import models
from django.db.models import F, Q

from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered

HANDLE_DIGITS, FINGERPRINT_DIGITS = 12, 64


class ServiceToken(Ledgered):
    """Who made it for whom and which post, until when; the token itself is never stored.

    ``id`` is the beginning of the fingerprint, by which lists and the console name it. Person 0
    in ``made_by`` is the console.
    """

    id = models.CharField(primary_key=True, max_length=HANDLE_DIGITS)
    fingerprint = models.CharField(max_length=FINGERPRINT_DIGITS, unique=True)
    person = models.BigIntegerField()
    post = models.BigIntegerField()
    label = models.CharField(max_length=80)
    made_by = models.BigIntegerField()
    made_at = InstantField()
    ends_at = InstantField()
    revoked_at = InstantField(null=True)

    class Meta:
        db_table = "posts_service_token"
        constraints = (
            models.CheckConstraint(
                name="token_ends_after_it_was_made", condition=Q(ends_at__gt=F("made_at"))
            ),
            models.CheckConstraint(
                name="token_not_made_for_oneself", condition=~Q(made_by=F("person"))
            ),
        )
