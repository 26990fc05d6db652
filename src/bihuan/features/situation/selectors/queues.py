"""Which queues a role has on its first screen, most urgent first, each with one verb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.findings.states import State
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.roles import Role
from bihuan.features.supervision.api import LedgerFilter
from bihuan.platform.auth import ActingPost

S = State
Narrow = Callable[[ActingPost, datetime], LedgerFilter]


@dataclass(frozen=True, slots=True)
class Queue:
    """One tile and its rows: a filter, and what one does about each."""

    code: str
    narrow: Narrow
    verb: LoopAct | None = None


def _of_unit(code: str, verb: LoopAct | None, *states: State) -> Queue:
    return Queue(code, lambda by, _: LedgerFilter(handler_unit=by.actor.unit, states=states), verb)


def _in_scope(code: str, verb: LoopAct | None, *states: State) -> Queue:
    return Queue(code, lambda _by, _now: LedgerFilter(states=states), verb)


_S1 = Queue("s1_running", lambda _by, _now: LedgerFilter(severities=(1,)))
_OVERDUE = Queue("overdue", lambda _by, now: LedgerFilter(overdue_at=now))
_LOOK_BACKS = Queue(
    "look_backs",
    lambda _by, now: LedgerFilter(open_only=False, states=(S.CLOSED,), look_back_by=now),
    LoopAct.BEGIN_LOOK_BACK,
)
_LOOKING_BACK = Queue(
    "looking_back",
    lambda by, _now: LedgerFilter(
        open_only=False, states=(S.LOOKBACK,), look_back=True, look_back_post=by.post
    ),
    LoopAct.CONFIRM_LOOK_BACK,
)
_DISPUTES = Queue(
    "disputes", lambda _by, _now: LedgerFilter(dispute_open=True), LoopAct.UPHOLD_ORDER
)
_RAISED = Queue("raised", lambda _by, _now: LedgerFilter(least_level=2))
_MEETINGS = Queue(
    "meetings", lambda _by, _now: LedgerFilter(least_level=3), LoopAct.RECORD_SPECIAL_MEETING
)
_OVER_CONTROL = Queue("over_control", lambda _by, _now: LedgerFilter(over_control=True))
_OPEN = Queue("open_here", lambda _by, _now: LedgerFilter())
_BLOCKED = _in_scope("blocked", LoopAct.ACCEPT_BLOCKER, S.BLOCKED)
_EXTENSIONS = _in_scope("extensions", LoopAct.GRANT_EXTENSION, S.EXT_REQ)

_UNIT = (
    _of_unit("to_receive", LoopAct.RECEIVE, S.ASSIGNED),
    _of_unit("to_start", LoopAct.START, S.RECEIVED, S.FAILED),
    _of_unit("at_work", LoopAct.RECTIFY, S.RECTIFYING),
    _of_unit("waiting_above", None, S.EXT_REQ, S.RETURN_REQ, S.BLOCKED, S.SUSPENDED),
)
_LEADER = (_MEETINGS, _EXTENSIONS, _S1, _OVERDUE, _BLOCKED)

QUEUES: Mapping[Role, tuple[Queue, ...]] = {
    Role.UNIT_DUTY: _UNIT,
    Role.TOWNSHIP_SECRETARY: (*_UNIT, _OVERDUE),
    Role.COMMUNITY_LEADER: _UNIT,
    Role.FACILITY_MANAGER: _UNIT,
    Role.CLERK: (
        _OVERDUE,
        _in_scope("to_file", LoopAct.FILE, S.REPORTED),
        _in_scope("to_assign", LoopAct.ASSIGN, S.FILED),
        _in_scope("returns", LoopAct.ACCEPT_RETURN, S.RETURN_REQ),
        _in_scope("to_name", LoopAct.NAME_VERIFIER, S.RECTIFIED),
        _in_scope("to_close", LoopAct.CLOSE, S.PASSED),
    ),
    Role.OFFICE_HEAD: (_DISPUTES, _RAISED, _OVERDUE, _S1, _OVER_CONTROL),
    Role.VERIFIER: (
        Queue(
            "to_verify",
            lambda by, _: LedgerFilter(verifier_post=by.post, states=(S.VERIFYING,)),
            LoopAct.PASS,
        ),
        _LOOK_BACKS,
        _LOOKING_BACK,
    ),
    Role.SUPERVISOR: (
        Queue("own", lambda by, _: LedgerFilter(author_post=by.post)),
        _LOOK_BACKS,
        _LOOKING_BACK,
    ),
    Role.COORDINATOR: (
        _BLOCKED,
        Queue(
            "second_returns",
            lambda _by, _now: LedgerFilter(states=(S.RETURN_REQ,), least_returns=2),
            LoopAct.ACCEPT_RETURN,
        ),
        _RAISED,
        _OVERDUE,
    ),
    Role.DUTY_OFFICER: (
        _in_scope("to_file", LoopAct.FILE, S.REPORTED),
        _S1,
        _RAISED,
        _OVERDUE,
    ),
    Role.CITY_LEADER: _LEADER,
    Role.COUNTY_PRINCIPAL: _LEADER,
    Role.GOVERNMENT_OFFICE: (
        Queue(
            "reviews",
            lambda _by, _now: LedgerFilter(open_only=False, review_open=True),
            LoopAct.UPHOLD_ON_REVIEW,
        ),
        _RAISED,
    ),
    Role.SAFEGUARDS_OFFICER: (_OVER_CONTROL, _DISPUTES, _RAISED),
    Role.GRID_WORKER: (Queue("own", lambda by, _: LedgerFilter(author_post=by.post)),),
}
OTHERS = (_S1, _OVERDUE, _OPEN)


def queues_of(role: Role) -> tuple[Queue, ...]:
    """Return the queues of a role; the administrator reads no cases and has none."""
    return () if role is Role.ADMINISTRATOR else QUEUES.get(role, OTHERS)
