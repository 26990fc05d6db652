"""Values of a refusal as its sentence says them."""

from datetime import datetime

from bihuan.domain.registers.cells import LOCAL


def said_at(at: datetime | None) -> str:
    """Return an instant in local time, nothing where there is none."""
    return "" if at is None else at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
