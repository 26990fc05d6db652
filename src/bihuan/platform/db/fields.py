"""Field types that mean the same on every database."""

from datetime import datetime
from typing import Any

from django.db import models

from bihuan.domain.chain.canonical import instant_of, micros


class InstantField(models.BigIntegerField):  # type: ignore[type-arg]
    """An aware instant kept as whole microseconds since 1970 in UTC.

    The ledger hashes integers; the state row holds the same integer, so both can be compared
    without any question of text form or time zone.
    """

    # What type checkers take ``values_list`` to return; without it they see the stored number.
    _pyi_private_get_type: Any

    def from_db_value(self, value: int | None, *_: object) -> datetime | None:
        """Return the aware UTC datetime of a stored number."""
        return None if value is None else instant_of(value)

    def to_python(self, value: object) -> datetime | None:
        """Return an aware datetime from a number or a datetime."""
        if value is None or isinstance(value, datetime):
            return value
        return instant_of(int(str(value)))

    def get_prep_value(self, value: object) -> int | None:
        """Return the number that is stored."""
        if value is None or isinstance(value, int):
            return value
        if isinstance(value, datetime):
            return micros(value)
        raise TypeError(f"Expected an aware datetime, got {value!r}.")

    def formfield(self, *_: Any, **__: Any) -> Any:
        """Offer no form field: instants are facts of the clock, never typed."""
        return None
