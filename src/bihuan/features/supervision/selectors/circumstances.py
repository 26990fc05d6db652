"""What an act must know from elsewhere: only the reads that this act's guards use."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.duties import DutyFunction
from bihuan.domain.findings.facts import Circumstances, FindingFacts
from bihuan.domain.findings.items import OrderedItem
from bihuan.domain.findings.lots import Candidate, rotate
from bihuan.domain.findings.sources import can_confirm
from bihuan.domain.findings.states import BUCKET_OF, UNCOUNTED, Bucket, State
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_rules import LOOP_RULES
from bihuan.domain.zones import level_of
from bihuan.features.posts import api as posts
from bihuan.features.supervision.models.rows import TABLE
from bihuan.features.supervision.selectors.finding_types import FindingType, finding_types
from bihuan.features.supervision.selectors.instants import incident_now
from bihuan.features.supervision.selectors.pictures import pictures_for
from bihuan.features.territory.api import same_ground, today
from bihuan.platform.clock import now
from bihuan.platform.db.reader import Reader
from bihuan.platform.ledger.marks import asks_once

UNIT_ROLES = frozenset(LOOP_RULES[LoopAct.RECEIVE].grants)
WEEK = timedelta(days=7)
FLOOR = DutyFunction.COMMUNITY_CONTROL.value
Found = dict[str, Any]
Look = Callable[[Reader, FindingFacts, Mapping[str, Any]], Found]
_RECENT = (
    f"SELECT count(*) FROM {TABLE} WHERE incident=? AND type_code=? AND zone IN ({{zones}})"  # noqa: S608
    f" AND reported_at>? AND id<>? AND state NOT IN ({', '.join('?' * len(UNCOUNTED))})"
)
_LOADS = (
    f"SELECT verifier_post, count(*) FROM {TABLE} WHERE state='VERIFYING' AND incident=?"  # noqa: S608
    " GROUP BY verifier_post"
)
_FAILURES = (
    f"SELECT coalesce(sum(verify_failed + reopened_count), 0) FROM {TABLE}"  # noqa: S608
    " WHERE (verify_failed > 0 OR reopened_count > 0) AND incident=? AND handler_unit=? AND id<>?"
)
_OPEN_ITEMS = (
    "SELECT count(*) FROM supervision_item WHERE finding=? AND done_at IS NULL"
    " AND dropped_at IS NULL"
)
_ITEMS = (
    "SELECT position, text, done_at, done_by, dropped_at, version FROM supervision_item"
    " WHERE finding=? ORDER BY position"
)
_TARGET = ("id", "state", "type_code", "zone", "place", "severity", "reported_at")


@asks_once
def circumstances(
    read: Reader, act: LoopAct, facts: FindingFacts, said: Mapping[str, Any]
) -> Circumstances:
    """Return the facts from elsewhere that an act's guards and effects read."""
    found: Found = {"seed": facts.incident}
    for look in _LOOKS.get(act, ()):
        found |= look(read, facts, said)
    return Circumstances(**found)


def _type_said(facts: FindingFacts, said: Mapping[str, Any]) -> str:
    """Return the type that triage puts in the reported one's place, else the reported one."""
    return str(said.get("type_code") or facts.type_code)


def _corrected(read: Reader, facts: FindingFacts, said: Mapping[str, Any]) -> Found:  # noqa: ARG001
    kind = finding_types().get(_type_said(facts, said))
    if kind is None or kind.by_rule or kind.code == facts.type_code:
        return {}
    return {
        "corrected_type": kind.code,
        "corrected_severity": int(kind.severity),
        "corrected_clause": kind.clause,
        "corrected_over_control": kind.over_control,
    }


def _responsible(read: Reader, facts: FindingFacts, said: Mapping[str, Any]) -> Found:
    kind = finding_types().get(_type_said(facts, said))
    if kind is None:
        return {}
    owner = _owner(read, kind, today(facts.zone))
    if owner is None:
        return {}
    return {
        "responsible_post": owner.post,
        "responsible_unit": owner.unit,
        "responsible_level": int(level_of(owner.zone)),
    }


def _answering_since(read: Reader, facts: FindingFacts, said: Mapping[str, Any]) -> Found:
    """Return who answers now where the ground has moved since it was filed; nobody elsewhere."""
    return {} if today(facts.zone) == facts.zone else _responsible(read, facts, said)


def _owner(
    read: Reader, kind: FindingType, zone: int
) -> posts.Responsible | posts.Answering | None:
    """Return who answers: by the type's function, else whoever keeps the community in order.

    A township's duty seen in a community is the township's, so the type names the level; a
    community's duty seen at a township has no owner of its own there, and must not bounce. Where
    nobody holds either, the next post on duty upward answers: a gap of a county, of the city.
    """
    nearest = max(kind.level, level_of(zone))
    for function, level in ((kind.function, kind.level), (FLOOR, nearest)):
        found = posts.responsible_in(read, function=function, zone=zone, at=now(), level=level)
        if found is not None:
            return found
    return posts.on_duty_in(read, roles=UNIT_ROLES, zone=zone, at=now())


def _recent(read: Reader, facts: FindingFacts, said: Mapping[str, Any]) -> Found:
    latest = facts.reported_at or facts.observed_at or incident_now(read, facts.incident)
    since = micros(latest - WEEK)
    code = _type_said(facts, said)
    zones = same_ground(facts.zone)
    where = (facts.incident, code, *zones, since, facts.id, *UNCOUNTED)
    row = read.session.one(_RECENT.format(zones=", ".join("?" * len(zones))), where)
    return {"recent_same_type": 1 + (row[0] if row else 0)}


def _target(read: Reader, facts: FindingFacts, said: Mapping[str, Any]) -> Found:  # noqa: ARG001
    row = read.one(TABLE, _TARGET, id=str(said.get("target", "")))
    if row is None:
        return {}
    identity, state, type_code, zone, place, severity, reported = row
    return {
        "target": identity,
        "target_open": BUCKET_OF[state] is Bucket.OPEN and state != State.PASSED,
        "target_type": type_code,
        "target_zone": zone,
        "target_place": place,
        "target_severity": severity,
        "target_at": None if reported is None else instant_of(reported),
    }


def _proposed(read: Reader, facts: FindingFacts, said: Mapping[str, Any]) -> Found:  # noqa: ARG001
    wanted = said.get("to_post")
    known = posts.post_of(wanted) if isinstance(wanted, int) else None
    if known is None or not known.in_use:
        return {}
    return {
        "proposed_post": known.id,
        "proposed_unit": known.unit,
        "proposed_level": int(known.level),
    }


def _evidence(act: LoopAct) -> Look:
    def look(read: Reader, facts: FindingFacts, said: Mapping[str, Any]) -> Found:  # noqa: ARG001
        return {"evidence_count": pictures_for(act, facts, read.session)}

    return look


def _verifier(read: Reader, facts: FindingFacts, said: Mapping[str, Any]) -> Found:
    """Draw whose turn it is among those who are independent of this finding."""
    loads = dict(read.session.all(_LOADS, (facts.incident,)))
    wanted = said.get("verifier")
    involved = [unit for unit in (facts.handler_unit, facts.issuer_unit, facts.fixer_unit) if unit]
    found = posts.verifiers_in(read, zone=today(facts.zone), at=now())
    listed = [
        Candidate(one.post, one.unit, one.person, loads.get(one.post, 0))
        for one in found
        if one.unit not in involved and wanted in (None, one.post)
    ]
    candidates = [one for one in listed if _independent(one, facts)]
    drawn = rotate(candidates, facts.id, facts.incident)
    if drawn is None:
        return {}
    return {
        "verifier_post": drawn.post,
        "verifier_unit": drawn.unit,
        "verifier_person": drawn.person,
    }


def _independent(one: Candidate, facts: FindingFacts) -> bool:
    people = (facts.author_person, facts.handler_person)
    return one.person not in people and one.post not in (facts.author_post, facts.verifier_post)


def _resident(read: Reader, facts: FindingFacts, said: Mapping[str, Any]) -> Found:  # noqa: ARG001
    return {
        "resident_asked": can_confirm(facts.author_post, facts.source),
        "resident_confirmed": said.get("resident_confirmed") is True,
    }


def _items(read: Reader, facts: FindingFacts, said: Mapping[str, Any]) -> Found:  # noqa: ARG001
    row = read.session.one(_OPEN_ITEMS, (facts.id,))
    return {"open_items": row[0] if row else 0}


def _rewritten(read: Reader, facts: FindingFacts, said: Mapping[str, Any]) -> Found:  # noqa: ARG001
    return {
        "items": tuple(
            OrderedItem(place, text, _at(done), by, _at(dropped), version)
            for place, text, done, by, dropped, version in read.session.all(_ITEMS, (facts.id,))
        )
    }


def _at(stored: int | None) -> datetime | None:
    return None if stored is None else instant_of(stored)


def _failures(read: Reader, facts: FindingFacts, said: Mapping[str, Any]) -> Found:  # noqa: ARG001
    row = read.session.one(_FAILURES, (facts.incident, facts.handler_unit, facts.id))
    return {"earlier_failures": row[0] if row else 0}


_LOOKS: Mapping[LoopAct, tuple[Look, ...]] = {
    LoopAct.REPORT: (_responsible,),
    LoopAct.FILE_BY_RULE: (_responsible, _recent),
    LoopAct.FILE: (_corrected, _responsible, _recent),
    LoopAct.ASSIGN: (_answering_since,),
    LoopAct.MERGE: (_target,),
    LoopAct.REQUEST_RETURN: (_proposed,),
    LoopAct.ACCEPT_RETURN: (_proposed,),
    LoopAct.RECTIFY: (_evidence(LoopAct.RECTIFY), _items),
    LoopAct.DISPUTE: (_evidence(LoopAct.DISPUTE),),
    LoopAct.CORRECT_ORDER: (_rewritten,),
    LoopAct.AMEND_ON_REVIEW: (_rewritten,),
    LoopAct.NAME_VERIFIER: (_verifier,),
    LoopAct.PASS: (_items, _resident),
    LoopAct.FAIL: (_evidence(LoopAct.FAIL),),
    LoopAct.CLOSE: (_items, _failures),
    LoopAct.CONFIRM_LOOK_BACK: (_evidence(LoopAct.CONFIRM_LOOK_BACK),),
    LoopAct.REOPEN: (_evidence(LoopAct.REOPEN),),
}
