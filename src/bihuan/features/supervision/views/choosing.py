"""Names to choose from in an act's form: posts, verifiers, older findings."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_rules import LOOP_RULES
from bihuan.domain.zones import Level, ZoneRange, ancestor_of, level_of, range_of
from bihuan.features.posts import api as posts
from bihuan.features.supervision.api import LedgerFilter, label_of, ledger_page
from bihuan.features.supervision.forms.fields import Pairs
from bihuan.features.territory.api import today
from bihuan.platform.clock import now as wall_now
from bihuan.platform.i18n.dates import stamp

MOST_SHOWN = 40
UNIT_ROLES = frozenset(LOOP_RULES[LoopAct.RECEIVE].grants)


def choices_for(act: LoopAct, facts: FindingFacts, now: datetime) -> Mapping[str, Pairs]:
    """Return the choices that an act's form needs; most need none."""
    look = _LOOKS.get(act)
    return {} if look is None else look(facts, now)


def _owners(facts: FindingFacts, now: datetime) -> Mapping[str, Pairs]:  # noqa: ARG001
    """List posts of other units that can answer here: city, county, the township's own."""
    listed = [post for scope in _scopes(today(facts.zone)) for post in posts.posts_in(scope=scope)]
    pairs = {
        str(post.id): post.label
        for post in listed
        if post.role in UNIT_ROLES and post.unit != facts.handler_unit
    }
    return {"to_post": list(pairs.items())}


def _scopes(zone: int) -> Iterator[ZoneRange]:
    level = level_of(zone)
    for coarser in (Level.CITY, Level.COUNTY):
        if coarser < level:
            code = ancestor_of(zone, coarser)
            yield ZoneRange(code, code)
    yield range_of(ancestor_of(zone, min(level, Level.TOWNSHIP)))


def _verifiers(facts: FindingFacts, now: datetime) -> Mapping[str, Pairs]:  # noqa: ARG001
    units = [unit for unit in (facts.handler_unit, facts.issuer_unit) if unit]
    found = posts.verifiers(zone=today(facts.zone), at=wall_now(), excluding_units=units)
    return {"verifier": [(str(post.id), post.label) for post in found]}


def _older(facts: FindingFacts, now: datetime) -> Mapping[str, Pairs]:  # noqa: ARG001
    """Open findings of the same place and type, reported earlier."""
    wanted = LedgerFilter(types=(facts.type_code,))
    scope = ZoneRange(facts.zone, facts.zone)
    found = ledger_page(incident=facts.incident, scope=scope, wanted=wanted).rows
    return {
        "target": [
            (one.id, f"{_called(one)} · {stamp(one.reported_at)} · {one.text[:MOST_SHOWN]}")
            for one in found
            if one.id != facts.id and one.place == facts.place and _earlier(one, facts)
        ]
    }


def _called(one: FindingFacts) -> str:
    return label_of(one) if one.ledger_number else gettext("Not filed yet")


def _earlier(one: FindingFacts, other: FindingFacts) -> bool:
    first, second = one.reported_at, other.reported_at
    return first is not None and second is not None and first <= second


_LOOKS: Mapping[LoopAct, Callable[[FindingFacts, datetime], Mapping[str, Pairs]]] = {
    LoopAct.REQUEST_RETURN: _owners,
    LoopAct.ACCEPT_RETURN: _owners,
    LoopAct.NAME_VERIFIER: _verifiers,
    LoopAct.MERGE: _older,
}
