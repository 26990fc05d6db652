"""File what the register of measures shows to be wrong: late reports, closed gates, no delivery."""

from datetime import datetime

import structlog
from django.utils.translation import override

from bihuan.domain.zones import ancestors_of
from bihuan.features.measures import api as measures
from bihuan.features.supervision.actions.report import FindingDraft, file_by_rule
from bihuan.features.supervision.models.rows import TABLE
from bihuan.features.supervision.selectors.facts_said import fault_words
from bihuan.platform.auth import ActingPost
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session

log = structlog.get_logger("bihuan.supervision")


def file_faults(*, by: ActingPost, incident: int, at: datetime, key: str) -> int:
    """File one finding for each fault that none was filed for; return how many were filed.

    Where nobody answers in the zone, the zone above does. ``key`` names the round in the log;
    a fault has a key of its own, so that a repeated round files nothing twice.
    """
    found = measures.faults(incident=incident, at=at)
    known = _filed(incident, sorted({one.type_code for one in found}))
    new = [one for one in found if one.fact not in known]
    filed = sum(_file(by, incident, one) for one in new)
    if filed < len(new):
        log.error("faults of measures could not be filed", round=key, left=len(new) - filed)
    return filed


def _filed(incident: int, types: list[str]) -> frozenset[str]:
    """Return the facts of some types that rules have filed already."""
    if not types:
        return frozenset()
    rows = Session().all(
        f"SELECT source_key FROM {TABLE} WHERE incident=? AND source_key GLOB 'fault:*'"  # noqa: S608
        f" AND type_code IN ({', '.join('?' * len(types))})",
        (incident, *types),
    )
    return frozenset(measures.fact_in(key) for (key,) in rows)


def _file(by: ActingPost, incident: int, fault: measures.Fault) -> bool:
    with override("zh-hans"):  # as all that is stored; an English page says it again
        words = fault_words(fault.type_code, fault.code)
    for zone in (fault.zone, *ancestors_of(fault.zone)):
        draft = FindingDraft(
            type_code=fault.type_code, zone=zone, text=words, source="rule",
            source_key=fault.key,
        )  # fmt: skip
        answer = file_by_rule(by=by, incident=incident, draft=draft, key=f"{fault.key}:{zone}")
        if isinstance(answer, Outcome):
            return True
    return False
