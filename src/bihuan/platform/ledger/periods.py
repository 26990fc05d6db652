"""Which entries of each chain lie in a period, found by halving: a chain's times never fall."""

from datetime import datetime

from bihuan.domain.chain.canonical import micros
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
