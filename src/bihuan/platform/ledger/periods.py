"""Which entries of each chain lie in a period, found by halving: a chain's times never fall."""

from datetime import datetime

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.civil_days import CLOCKS_BEGIN
from bihuan.platform.clock.incident import IncidentClock
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.roots import DRILL_CHAINS_FROM

Span = tuple[int, int]
# Of each chain and each of two instants: the last entry that is not after it.
_HALVING = (
    "WITH RECURSIVE step(chain, wanted, low, high) AS ("
    " SELECT chain, wanted, 0, n FROM ledger_head, (SELECT ?1 AS wanted UNION SELECT ?2)"
    " WHERE chain BETWEEN ?3 AND ?4 UNION ALL"
    " SELECT step.chain, wanted, CASE WHEN incident_at<=wanted THEN n ELSE low END,"
    " CASE WHEN incident_at<=wanted THEN high ELSE n-1 END"
    " FROM step CROSS JOIN ledger_event e ON e.chain=step.chain AND e.n=(low+high+1)/2"
    " WHERE low<high)"
    " SELECT chain, min(low), max(low) FROM step WHERE low=high GROUP BY chain"
)
# Of one chain: the last entry that was not written after a real instant.
_WRITTEN = (
    "WITH RECURSIVE step(low, high) AS ("
    " SELECT 0, n FROM ledger_head WHERE chain=?1 UNION ALL"
    " SELECT CASE WHEN at<=?2 THEN n ELSE low END, CASE WHEN at<=?2 THEN high ELSE n-1 END"
    " FROM step CROSS JOIN ledger_event e ON e.chain=?1 AND e.n=(low+high+1)/2 WHERE low<high)"
    " SELECT e.incident_at FROM step JOIN ledger_event e ON e.chain=?1 AND e.n=low WHERE low=high"
)


def shown_then(session: Session, clock: IncidentClock, wall: datetime) -> datetime:
    """Return what an incident's clock showed at a real instant, though it was set since.

    A drill's clock knows only how it runs now; of before, the record tells what it showed.
    """
    if not clock.drill or wall >= clock.wall_at:
        return clock.moment(wall).incident
    row = session.one(_WRITTEN, (clock.chain, micros(wall)))
    return CLOCKS_BEGIN if row is None else instant_of(row[0])


def spans_of(session: Session, since: datetime, until: datetime, *, chain: int) -> dict[int, Span]:
    """Return for each chain its entries after ``since`` and not after ``until``.

    Parameters
    ----------
    session
        Any session.
    since, until
        Instants on the incident's clock.
    chain
        A drill's chain, or 0 for all live ones.

    Returns
    -------
    dict
        The number before the first and the number of the last; chains without any are absent.
    """
    reach = (chain, chain) if chain else (0, DRILL_CHAINS_FROM - 1)
    rows = session.all(_HALVING, (micros(since), micros(until), *reach))
    return {code: (before, last) for code, before, last in rows if last > before}
