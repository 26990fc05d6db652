"""Which civil days an incident can be about; a day outside is a slip of the keyboard."""

from datetime import UTC, date, datetime

FIRST_YEAR, LAST_YEAR = 1949, 2099
# No incident's clock runs on past this instant, whatever its speed.
CLOCKS_STAND_STILL = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)
# Nor does any show what lies before this one.
CLOCKS_BEGIN = datetime(FIRST_YEAR - 1, 1, 1, tzinfo=UTC)


def is_plausible(day: date) -> bool:
    """Tell whether an incident can be about a day; an instant is asked by its own date."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def years() -> dict[str, int]:
    """Return the first and the last year, as a sentence names them."""
    return {"first": FIRST_YEAR, "last": LAST_YEAR}
