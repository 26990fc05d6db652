"""Finds the account of a session, and in the same statement whether it has a second factor."""

from functools import cache
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
        found = next(iter(Account.objects.raw(_statement(), [user_id])), None)
        return found if found is not None and self.user_can_authenticate(found) else None


@cache
def _statement() -> str:
    """Write the query once: to build it for each request takes ten times as long as to ask it."""
    factor = Authenticator.objects.filter(user_id=OuterRef("pk")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    asked = Account.objects.annotate(**{KNOWN: Exists(factor)})
    sql, given = asked.query.sql_with_params()
    quoted = tuple(f"'{one}'" for one in given)  # a constant of the library, no input
    return f'{sql % quoted} WHERE "account"."id" = %s'


def has_second_factor(account: Any) -> bool:
    """Tell whether an account has a second factor, as its own request has read it."""
    known = getattr(account, KNOWN, None)
    return bool(is_mfa_enabled(account)) if known is None else bool(known)
