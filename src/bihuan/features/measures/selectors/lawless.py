"""When a measure had no law under it: article, checked text or a superior's order missing."""

from collections.abc import Collection, Mapping
from datetime import datetime

from bihuan.domain.measures.suspensions import Times
from bihuan.domain.profiles import Need
from bihuan.features.incidents import api as incidents
from bihuan.features.measures.selectors.law import confirmed_texts, withdrawn_times
from bihuan.features.measures.selectors.policies import unordered_times
from bihuan.platform.db.dialects import Session

Footing = tuple[str, str, str]
"""The type of a measure, its basis, and the hash of the text on which its check passed."""


def lawless_times(
    session: Session,
    view: incidents.IncidentView | None,
    footings: Collection[Footing],
    since: datetime,
) -> Mapping[Footing, Times]:
    """Return when each footing was missing, in real time; orders are asked for from ``since`` on.

    Whether a type needs an order is asked of the profile that the incident has now.
    """
    withdrawn = withdrawn_times(session)
    texts = confirmed_texts(session, {basis for _, basis, _ in footings})
    codes = {code for code, _, _ in footings if view is not None and _needs_order(view, code)}
    unordered = unordered_times(codes, since)
    found = {}
    for code, basis, checked in footings:
        other = [(a, b) for a, b, text in texts[basis] if checked and text != checked]
        times = [*withdrawn.get(basis, ()), *other, *unordered.get(code, ())]
        found[code, basis, checked] = times
    return found


def _needs_order(view: incidents.IncidentView, code: str) -> bool:
    """Tell whether the profile of an incident lets a type rest only on a superior's order."""
    rule = view.adoption.profile.measures.get(code)
    return rule is not None and Need.SUPERIOR_ORDER in rule.needs
