"""The secret half of an account: password, sessions, second factor. None of it is in the ledger.

Callers write their ledger entry in the same commit (``platform.commands.together``).
"""

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F

from bihuan.platform.auth.models import Account


def reserve(person: int, name: str) -> None:
    """Make an account that cannot sign in yet; one that is there keeps its password."""
    found = Account.objects.filter(person=person).first()
    if found is None:
        found = Account(person=person, is_active=False)
        found.set_unusable_password()
    found.username = name
    found.save()


def open_with(person: int, password: str) -> None:
    """Set a password and let the account sign in; every session of before ends."""
    account = Account.objects.get(person=person)
    account.set_password(password)
    account.is_active = True
    account.sessions_ended += 1
    account.save()


def shut(person: int) -> None:
    """Let the account sign in no more, and end its sessions at once."""
    found = Account.objects.filter(person=person)
    found.update(is_active=False, sessions_ended=F("sessions_ended") + 1)


def forget_second_factor(person: int) -> None:
    """Take the second factor away and end the account's sessions at once."""
    Authenticator.objects.filter(user__person=person).delete()
    Account.objects.filter(person=person).update(sessions_ended=F("sessions_ended") + 1)


def name_taken(name: str, *, other_than: int) -> bool:
    """Tell whether another person's account has this name already, in any case of letters."""
    return Account.objects.filter(username__iexact=name).exclude(person=other_than).exists()


def weaknesses(password: str, name: str) -> list[str]:
    """Return what is wrong with a password, in the language of the page."""
    try:
        validate_password(password, Account(username=name))
    except ValidationError as weak:
        return list(weak.messages)
    return []


def people_with_second_factor(people: list[int]) -> set[int]:
    """Return those of the people whose account has a second factor."""
    found = Authenticator.objects.filter(user__person__in=people)
    return set(found.values_list("user__person", flat=True))
