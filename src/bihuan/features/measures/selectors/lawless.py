"""When a measure had no law under it: article, checked text or a superior's order missing."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache

from bihuan.domain.measures.suspensions import Times, shared
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

    Whether a type needs an order is asked of the profile that the incident was on at that time.
    """
    withdrawn = withdrawn_times(session)
    texts = confirmed_texts(session, {basis for _, basis, _ in footings})
    unordered = {} if view is None else _unordered(view, {code for code, _, _ in footings}, since)
    found = {}
    for code, basis, checked in footings:
        other = [(a, b) for a, b, text in texts[basis] if checked and text != checked]
        times = [*withdrawn.get(basis, ()), *other, *unordered.get(code, ())]
        found[code, basis, checked] = times
    return found


def _unordered(
    view: incidents.IncidentView, codes: set[str], since: datetime
) -> Mapping[str, Times]:
    """Return when types rested on no superior's order while the profile of that time asked one."""
    asked = _order_asked(view, codes & ordered_types(), since)
    missing = unordered_times(asked.keys(), since) if asked else {}
    return {code: shared(times, missing[code]) for code, times in asked.items()}


def _order_asked(
    view: incidents.IncidentView, codes: set[str], since: datetime
) -> Mapping[str, Times]:
    """Return the times in which the profile of the incident let types rest only on an order."""
    if not codes:
        return {}
    known = [(view.clock.wall(at), one) for at, one in incidents.adopted_profiles(view.id)]
    steps = [(since, incidents.profiles()[incidents.UNTOLD]), *known]
    ends = [at for at, _ in known]
    found: dict[str, Times] = {}
    for (begin, profile), end in zip(steps, [*ends, None], strict=True):
        for code in codes:
            rule = profile.measures.get(code)
            if rule is not None and Need.SUPERIOR_ORDER in rule.needs:
                found.setdefault(code, []).append((begin, end))
    return found


@lru_cache(maxsize=1)
def ordered_types() -> frozenset[str]:
    """Return the types that some profile lets rest on a superior's order."""
    return frozenset(
        code
        for profile in incidents.profiles().values()
        for code, rule in profile.measures.items()
        if Need.SUPERIOR_ORDER in rule.needs
    )
