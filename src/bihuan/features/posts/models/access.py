"""Who may sign in: the public half of an account. Password and second factor are elsewhere."""

from django.db import models
from django.db.models import F, Q

from bihuan.domain.accounts import AccountState
from bihuan.features.posts.models.post import Person
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered


class AccessGrant(Ledgered):
    """A person's account: its name, its state, the open invitation (``id`` is the person's number).

    ``invitation`` is the fingerprint of the one-time link, empty when none is open; the link
    itself is never stored. Person 0 in ``invited_by`` is the console.
    """

    id = models.BigIntegerField(primary_key=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="access")
    account = models.CharField(max_length=60, unique=True)
    state = models.CharField(max_length=8)
    invitation = models.CharField(max_length=64)
    invited_by = models.BigIntegerField()
    invited_at = InstantField()
    expires_at = InstantField()
    opened_at = InstantField(null=True)
    disabled_at = InstantField(null=True)
    factor_reset_by = models.BigIntegerField(null=True)
    factor_reset_at = InstantField(null=True)

    class Meta:
        db_table = "posts_access_grant"
        constraints = (
            models.CheckConstraint(name="access_of_its_person", condition=Q(person=F("id"))),
            models.CheckConstraint(
                name="access_state_known",
                condition=Q(state__in=tuple(state.value for state in AccountState)),
            ),
            models.CheckConstraint(
                name="access_not_to_oneself", condition=~Q(invited_by=F("person"))
            ),
            models.CheckConstraint(
                name="access_factor_reset_by_somebody_else",
                condition=Q(factor_reset_by__isnull=True) | ~Q(factor_reset_by=F("person")),
            ),
            models.CheckConstraint(
                name="access_disabled_has_no_invitation",
                condition=~Q(state=AccountState.DISABLED.value) | Q(invitation=""),
            ),
        )
        indexes = (
            models.Index(
                fields=("invitation",), name="access_by_invitation", condition=~Q(invitation="")
            ),
            models.Index(fields=("state",), name="access_by_state"),
        )
