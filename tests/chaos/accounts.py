"""The accounts of the storm's city."""

SENDERS = 8
FIRST_POST = 601


def accounts() -> list[str]:
    """Return the account names of the supervisors who report."""
    return [f"sender-{number}" for number in range(SENDERS)]
