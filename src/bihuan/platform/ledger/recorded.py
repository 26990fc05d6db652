"""The time that the record has reached; nothing reads or decides by an earlier one."""

from datetime import datetime

from bihuan.domain.chain.canonical import instant_of
from bihuan.platform.db.dialects import Session

_LATEST = "SELECT max(wall_at) FROM ledger_head"


def recorded(session: Session) -> datetime:
    """Read the wall time of the last entry of all chains; 1970 when there is none."""
    row = session.one(_LATEST)
    return instant_of((row and row[0]) or 0)
