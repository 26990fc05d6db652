"""What a post is told: what became of its reports, and which of its clocks runs out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.findings.facts import COLUMNS, FindingFacts
from bihuan.domain.findings.numbers import ledger_label
from bihuan.domain.findings.states import (
    RECTIFY_RUNNING,
    TRIAGE_RUNNING,
    VERIFY_RUNNING,
    State,
)
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_rules import LOOP_RULES, REPORTERS
from bihuan.features.supervision.models.rows import TABLE, facts_of
from bihuan.features.supervision.selectors.call_list import OFFICES, office_of
from bihuan.features.supervision.selectors.ledger_filter import within
from bihuan.features.supervision.selectors.lines import label_of
from bihuan.platform.auth import ActingPost
from bihuan.platform.db.dialects import Session

WEEK, DAY = timedelta(days=7), timedelta(days=1)
MOST = 12
# Who walks, handles, verifies or keeps the desk; a leader's screen has other work.
TOLD_ROLES = {
    *REPORTERS,
    *LOOP_RULES[LoopAct.RECEIVE].grants,
    *LOOP_RULES[LoopAct.PASS].grants,
    *OFFICES.values(),
}
_COLUMNS = ", ".join(f"f.{name}" for name in COLUMNS)
# Each kind, to the post itself and to its kind of post, in the order of an index, newest first;
# they are put together here.
_PART = (
    "SELECT * FROM (SELECT r.kind, r.at, r.body, t.ledger_year, t.ledger_number, "  # noqa: S608
    f"{_COLUMNS} FROM supervision_record r JOIN {TABLE} f ON f.id=r.finding"
    f" LEFT JOIN {TABLE} t ON t.id=json_extract(r.body, '$.target')"
    " WHERE r.incident=? AND r.kind='{kind}' AND r.at>? AND {whose}"
    " ORDER BY r.at DESC LIMIT 40)"
)
_WHOSE = (
    "json_extract(r.body, '$.to_post')=?",
    ("json_extract(r.body, '$.to')=? AND {zone} AND coalesce(f.office_level, ?) >= ?"),
)
_TOLD = " UNION ALL ".join(
    _PART.format(kind=kind, whose=whose) for kind in ("notice", "reminder") for whose in _WHOSE
)
# While which states a reminder of a clock still says something.
_RUNNING: Mapping[str, frozenset[str]] = {
    "triage": frozenset(TRIAGE_RUNNING),
    "receipt": frozenset({State.ASSIGNED}),
    "rectify": frozenset(RECTIFY_RUNNING),
    "verify": frozenset(VERIFY_RUNNING),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing a post is told.

    Parameters
    ----------
    facts, label, at
        Which finding, and when it was told.
    why
        ``rejected``, ``merged`` or ``reminder``.
    reason, into, percent
        Why it was rejected, which finding it was merged into, how much of the time is used.
    """

    facts: FindingFacts
    label: str
    at: datetime
    why: str
    reason: str = ""
    into: str = ""
    percent: int = 0


def told_to(by: ActingPost, *, incident: int, now: datetime) -> Sequence[Told]:
    """Return what a post was told, one line for each finding, the newest first.

    What became of a report stands for seven days, a reminder for one.
    """
    if by.actor.role not in TOLD_ROLES:
        return ()
    level = int(by.actor.level)
    here, *ends = within("+r.zone", by.ground.parts)
    office = (office_of(by), *ends, level, level)
    values = [
        value
        for age in (WEEK, DAY)
        for whose in ((by.post,), office)
        for value in (incident, micros(now - age), *whose)
    ]
    found: dict[str, Told] = {}
    for row in sorted(
        Session().all(_TOLD.format(zone=here), values), key=itemgetter(1), reverse=True
    ):
        one = _told(row)
        if one is not None:
            found.setdefault(one.facts.id, one)
    return list(found.values())[:MOST]


def _told(row: tuple[Any, ...]) -> Told | None:
    kind, at, body, year, number, *columns = row
    said, facts = json.loads(body), facts_of(columns)
    label, when = label_of(facts), instant_of(at)
    if kind == "reminder":
        running = facts.state in _RUNNING.get(str(said.get("clock")), frozenset())
        return Told(facts, label, when, "reminder", percent=said["percent"]) if running else None
    into = ledger_label(year, number, drill=facts.drill) if number else ""
    return Told(facts, label, when, str(said.get("why")), str(said.get("reason", "")), into)
