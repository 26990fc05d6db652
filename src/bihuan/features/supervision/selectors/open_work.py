"""What is still open in an incident, asked before it ends."""

from bihuan.features.incidents.api import OpenWork
from bihuan.features.supervision.models.rows import TABLE
from bihuan.features.supervision.selectors.ledger_filter import IS_OPEN
from bihuan.platform.db.reader import Reader

_OPEN = (
    f"SELECT count(*), coalesce(sum(severity=1), 0) FROM {TABLE}"  # noqa: S608
    f" WHERE incident=? AND {IS_OPEN}"
)


def open_work(read: Reader, incident: int) -> OpenWork:
    """Return how many findings wait for somebody, and how many of them are S1."""
    row = read.session.one(_OPEN, (incident,))
    return OpenWork(*(row or (0, 0)))
