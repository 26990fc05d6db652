"""Suspend the gate plans of a place as soon as anybody reports a sealed or locked exit."""

from collections.abc import Sequence
from typing import TypeGuard

from bihuan.domain.findings.facts import FindingFacts
from bihuan.features.premises import api as premises
from bihuan.features.supervision.models.rows import stored_facts
from bihuan.platform.auth import ActingPost
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader

EGRESS = "X02"
FROM_SEAL = "seal:"


def suspend_exits(*, by: ActingPost, findings: Sequence[str], key: str = "locked") -> None:
    """Suspend what findings say is locked, in one commit, once however often it is asked.

    It is asked in the request that reports them, and once more by the reaction to each event, in
    case the machine stopped between the two. ``key`` tells a later, separate suspension apart: a
    type that triage corrected.
    """
    read = Reader(Session())
    told = [stored_facts(read, finding) for finding in findings]
    sealed = [(one.incident, _seal_of(one)) for one in told if _new(one)]
    if sealed:
        premises.report_all_sealed(by=by, reports=sealed, key=key)


def _new(facts: FindingFacts | None) -> TypeGuard[FindingFacts]:
    return (
        facts is not None
        and facts.type_code == EGRESS
        and not facts.source_key.startswith(FROM_SEAL)
    )


def _seal_of(facts: FindingFacts) -> premises.SealDraft:
    known = facts.place is not None and premises.compound_of(facts.place) is not None
    compound = facts.place or "" if known else ""
    return premises.SealDraft(zone=facts.zone, compound=compound, finding=facts.id)
