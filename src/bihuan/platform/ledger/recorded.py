"""The time that the record has reached; nothing reads or decides by an earlier one."""

from datetime import datetime, timedelta

from bihuan.domain.chain.canonical import instant_of
from bihuan.platform.clock import ticking
from bihuan.platform.db.dialects import Session

SLACK = timedelta(minutes=1)
"""Clocks are put right by seconds every day; nobody has to hear of that."""
_LATEST = "SELECT max(wall_at) FROM ledger_head"


def recorded(session: Session) -> datetime:
    """Read the wall time of the last entry of all chains; 1970 when there is none."""
    row = session.one(_LATEST)
    return instant_of((row and row[0]) or 0)


def set_back(seen: datetime | None) -> bool:
    """Tell whether the machine's clock stands behind the time that the record has reached."""
    return seen is not None and seen - ticking() > SLACK
