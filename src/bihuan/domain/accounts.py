"""Accounts: how one comes to be and ends. What somebody may do is a matter of posts."""

import re
from datetime import datetime, timedelta
from enum import StrEnum

INVITATION_LASTS = timedelta(hours=24)
# Whoever has just renewed somebody's access may not also take away the second factor: both
# together would let one administrator alone become somebody else.
APART = timedelta(hours=24)
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


class AccountState(StrEnum):
    """Where an account stands."""

    INVITED = "invited"
    OPEN = "open"
    DISABLED = "disabled"


def well_named(name: str) -> bool:
    """Tell whether a text can name an account: easy to read out and to type on any keyboard."""
    return _NAME.fullmatch(name) is not None


def proposed_name(person: int) -> str:
    """Return the name of an account for whom no name was chosen."""
    return f"u{person:02d}"


def too_soon(by: int, other_by: int | None, other_at: datetime | None, now: datetime) -> bool:
    """Tell whether one person did the other half of taking an account over a short while ago."""
    return other_at is not None and by == other_by and now - other_at < APART
