"""Finds the account of a session, and in the same statement whether it has a second factor."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef

from bihuan.platform.auth.models import Account

KNOWN = "second_factor"


class Accounts(ModelBackend):
    """Names and passwords; every request asks for its account anew."""

    def get_user(self, user_id: Any) -> Account | None:
        """Return an account that may sign in, with what ``has_second_factor`` needs."""
        factor = Authenticator.objects.filter(user_id=OuterRef("pk")).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        found = Account.objects.annotate(**{KNOWN: Exists(factor)}).filter(pk=user_id).first()
        return found if found is not None and self.user_can_authenticate(found) else None


def has_second_factor(account: Any) -> bool:
    """Tell whether an account has a second factor, as its own request has read it."""
    known = getattr(account, KNOWN, None)
    return bool(is_mfa_enabled(account)) if known is None else bool(known)
