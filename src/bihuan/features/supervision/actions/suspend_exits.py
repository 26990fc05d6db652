"""Suspend the gate plans of a place as soon as anybody reports a sealed or locked exit."""

from bihuan.features.premises import api as premises
from bihuan.features.supervision.models.rows import stored_facts
from bihuan.platform.auth import ActingPost
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader

EGRESS = "X02"
FROM_SEAL = "seal:"


def suspend_exits(*, by: ActingPost, finding: str, key: str = "") -> None:
    """Suspend what a finding says is locked, once however often it is asked.

    It is asked in the request that reports the finding, and once more by the reaction to its
    event, in case the machine stopped between the two. ``key`` tells a later, separate suspension
    apart: a type that triage corrected.
    """
    facts = stored_facts(Reader(Session()), finding)
    if facts is None or facts.type_code != EGRESS or facts.source_key.startswith(FROM_SEAL):
        return
    known = facts.place is not None and premises.compound_of(facts.place) is not None
    draft = premises.SealDraft(
        zone=facts.zone, compound=facts.place or "" if known else "", finding=facts.id
    )
    own = key or f"locked:{facts.id}"
    premises.report_sealed(by=by, incident=facts.incident, draft=draft, key=own)
