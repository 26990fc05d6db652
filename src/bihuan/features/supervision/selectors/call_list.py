"""The duty desk's call list (电话联系): who must be reached, and whether somebody did."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.chain.canonical import instant_of, micros
from bihuan.domain.findings.facts import COLUMNS, FindingFacts
from bihuan.domain.ground import ground_of
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.roles import Role
from bihuan.features.supervision.labels import CALLS
from bihuan.features.supervision.models.rows import TABLE, facts_of
from bihuan.features.supervision.selectors.ledger_filter import Scope, within
from bihuan.platform.auth import ActingPost
from bihuan.platform.db.dialects import Session

MOST = 200
EVERY = -1  # as a limit: none
_OPEN = " FROM supervision_record WHERE incident=? AND kind='call' AND done_at IS NULL"
_CALLS = (
    f"SELECT id, finding, zone, at, body{_OPEN}"
    " AND {zone} AND at>=? AND (at>? OR id>?) ORDER BY at, id LIMIT ?"
)
# The newest of a scope is looked for from the end: it is what the sound is about.
_PULSE = (
    f"SELECT (SELECT count(*){_OPEN} AND {{zone}}),"
    f" (SELECT at{_OPEN} AND {{looked_up}} ORDER BY at DESC, id DESC LIMIT 1)"
)
# Calls to the post itself, and the others to a kind of post that it is one of, of the office whose
# order it is or of one above it: each from an index of its own, in its order.
_TO_POST, _TO_KIND = "json_extract(body, '$.to_post')", "json_extract(body, '$.to')"
_OFFICE = (
    f"EXISTS (SELECT 1 FROM {TABLE} f WHERE f.id=finding"  # noqa: S608
    " AND coalesce(f.office_level, ?) >= ?)"
)
_PARTS = (f"{_TO_POST}=?", f"{_TO_KIND}=? AND {_TO_POST} IS NOT ? AND {_OFFICE}")
_MINE = " UNION ALL ".join(
    f"SELECT * FROM (SELECT id, finding, zone, at, body{_OPEN} AND {part}"  # noqa: S608
    " AND {zone} ORDER BY at, id LIMIT ?)"
    for part in _PARTS
)
_OWN_PULSE = f"SELECT count(*), max(at) FROM ({_MINE})"  # noqa: S608
# Kinds of posts that a line may name instead of one post.
OFFICES: Mapping[str, Role] = {
    "office": Role.CLERK,
    "office_head": Role.OFFICE_HEAD,
    "duty_lead": Role.DUTY_OFFICER,
}
CallKey = tuple[int, str]
_FINDINGS = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE id IN "  # noqa: S608


@dataclass(frozen=True, slots=True)
class CallLine:
    """One person to reach.

    Parameters
    ----------
    record, finding, zone, at
        The side row, what it is about, where, since when.
    to_post, to
        The post to call, or a kind of post: office, office_head, duty_lead.
    why, level
        The reason, and the level of the office's own delay (0 for others).
    """

    record: str
    finding: str
    zone: int
    at: datetime
    to_post: int | None
    to: str
    why: str
    level: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a page asks for every few seconds: how many must be called, and since when."""

    calls: int
    latest: datetime | None


def open_calls(
    *, incident: int, scope: Scope, most: int = MOST, after: CallKey = (0, "")
) -> Sequence[CallLine]:
    """Return the lines nobody ticked in a scope, the oldest first; ``after`` one's key."""
    at, record = after
    here, *ends = within("zone", ground_of(scope).parts)
    values = (incident, *ends, at, at, record, most)
    return [_line(*row) for row in Session().all(_CALLS.format(zone=here), values)]


def call_key(line: CallLine) -> CallKey:
    """Return a line's place in the list."""
    return micros(line.at), line.record


def own_calls(by: ActingPost, incident: int, *, most: int = MOST) -> Sequence[CallLine]:
    """Return what concerns a post: its scope if it keeps the call list, else calls to itself."""
    if can(Act.CALL_OUT, by.actor):
        return open_calls(incident=incident, scope=by.ground, most=most)
    here, values = _named(by, incident, most)
    found = [_line(*row) for row in Session().all(_MINE.format(zone=here), values)]
    return sorted(found, key=call_key)[:most]


def pulse_of(by: ActingPost, incident: int) -> Pulse:
    """Return the number of open calls that concern a post and when the newest came.

    All are counted however many wait: the newest is what the sound is about.
    """
    if can(Act.CALL_OUT, by.actor):
        here, *ends = within("zone", by.ground.parts)
        looked_up, *_ends = within("+zone", by.ground.parts)
        asked = _PULSE.format(zone=here, looked_up=looked_up)
        row = Session().one(asked, (incident, *ends) * 2)
    else:
        here, values = _named(by, incident, EVERY)
        row = Session().one(_OWN_PULSE.format(zone=here), values)
    count, latest = row or (0, None)
    return Pulse(count, None if latest is None else instant_of(latest))


def _named(by: ActingPost, incident: int, most: int) -> tuple[str, Sequence[object]]:
    here, *ends = within("+zone", by.ground.parts)
    level = int(by.actor.level)
    named = (incident, office_of(by), by.post, level, level)
    return here, (incident, by.post, *ends, most, *named, *ends, most)


def office_of(by: ActingPost) -> str | None:
    """Return the kind under which a line names a post like this one, if there is one."""
    return next((to for to, role in OFFICES.items() if role is by.actor.role), None)


def findings_by_id(identities: Sequence[str]) -> dict[str, FindingFacts]:
    """Return findings by identity with one query."""
    wanted = sorted(set(identities))
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    rows = Session().all(f"{_FINDINGS}({marks})", wanted)
    return {facts.id: facts for facts in map(facts_of, rows)}


def reasons_to_call(lines: Sequence[CallLine]) -> list[tuple[str, str]]:
    """Return why somebody is called, in words, and the address of the order it is about."""
    return [(str(CALLS.get(line.why, "")), f"/orders/{line.finding}") for line in lines]


def _line(record: str, finding: str, zone: int, at: int, body: str) -> CallLine:
    said = json.loads(body)
    return CallLine(
        record,
        finding,
        zone,
        instant_of(at),
        said.get("to_post"),
        str(said.get("to", "")),
        str(said.get("why", "")),
        int(said.get("level", 0)),
    )
