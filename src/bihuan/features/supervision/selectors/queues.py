"""Which queues a role has on its first screen, most urgent first, each with one verb.

The ledger's view of what a post has to do is the same queues, taken together.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bihuan.domain.findings.states import Referral, State
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_rules import LOOP_RULES
from bihuan.domain.policy.separations import NOT_BELOW_OFFICE
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level
from bihuan.features.supervision.selectors.ledger_filter import LedgerFilter
from bihuan.platform.auth import ActingPost

A, S = LoopAct, State
Narrow = Callable[[ActingPost, datetime], LedgerFilter]


@dataclass(frozen=True, slots=True)
class Queue:
    """One tile and its rows: a filter, and what one does about each; no verb, to watch only.

    A rare one has a tile only while something stands in it.
    """

    code: str
    narrow: Narrow
    verb: LoopAct | None = None
    rare: bool = False

    def wanted(self, by: ActingPost, now: datetime) -> LedgerFilter:
        """Return the filter for a post: what a higher office ordered is not for it to rule on."""
        found = self.narrow(by, now)
        kept = self.verb is not None and NOT_BELOW_OFFICE in LOOP_RULES[self.verb].separations
        if not kept or by.actor.level is Level.CITY:
            return found
        return replace(found, office_from=int(by.actor.level))


def _of_unit(code: str, verb: LoopAct | None, *states: State) -> Queue:
    return Queue(code, lambda by, _: LedgerFilter(handler_unit=by.actor.unit, states=states), verb)


def _in_scope(code: str, verb: LoopAct | None, *states: State) -> Queue:
    return Queue(code, lambda _by, _now: LedgerFilter(states=states), verb)


def _referred(code: str, verb: LoopAct, stage: Referral) -> Queue:
    wanted = LedgerFilter(open_only=False, referral=stage.value)
    return Queue(code, lambda _by, _now: wanted, verb, rare=True)


_S1 = Queue("s1_running", lambda _by, _now: LedgerFilter(severities=(1,)))
_OVERDUE = Queue("overdue", lambda _by, now: LedgerFilter(overdue_at=now))
_LOOK_BACKS = Queue(
    "look_backs",
    lambda _by, now: LedgerFilter(open_only=False, states=(S.CLOSED,), look_back_by=now),
    A.BEGIN_LOOK_BACK,
)
_LOOKING_BACK = Queue(
    "looking_back",
    lambda by, _now: LedgerFilter(
        open_only=False, states=(S.LOOKBACK,), look_back=True, look_back_post=by.post
    ),
    A.CONFIRM_LOOK_BACK,
)
_DISPUTES = Queue("disputes", lambda _by, _now: LedgerFilter(dispute_open=True), A.UPHOLD_ORDER)
_DISPUTED = Queue("disputed", lambda _by, _now: LedgerFilter(dispute_open=True))
_RAISED = Queue("raised", lambda _by, _now: LedgerFilter(least_level=2))
_MEETINGS = Queue(
    "meetings", lambda _by, _now: LedgerFilter(least_level=3), A.RECORD_SPECIAL_MEETING
)
_OVER_CONTROL = Queue("over_control", lambda _by, _now: LedgerFilter(over_control=True))
_OPEN = Queue("open_here", lambda _by, _now: LedgerFilter())
_BLOCKED = _in_scope("blocked", A.ACCEPT_BLOCKER, S.BLOCKED)
_HELP_WANTED = _in_scope("blocked", A.OFFER_HELP, S.BLOCKED)
_TO_FILE = _in_scope("to_file", A.FILE, S.REPORTED)
_TO_ASSIGN = _in_scope("to_assign", A.ASSIGN, S.FILED)
# One level above the unit rules; only what lies below a county's own is a county's to rule on.
_EXTENSIONS = Queue(
    "extensions",
    lambda by, _now: LedgerFilter(
        states=(S.EXT_REQ,),
        handler_below=0 if by.actor.role is Role.CITY_LEADER else int(by.actor.level),
    ),
    A.GRANT_EXTENSION,
)
_TO_REPLY = Queue(
    "to_reply",
    lambda by, _now: LedgerFilter(
        open_only=False, handler_unit=by.actor.unit, referral=Referral.INVITED.value
    ),
    A.REPLY,
    rare=True,
)
_OWN = Queue("own", lambda by, _: LedgerFilter(author_post=by.post))

_UNIT = (
    _of_unit("to_receive", A.RECEIVE, S.ASSIGNED),
    _of_unit("to_start", A.START, S.RECEIVED, S.FAILED),
    _of_unit("at_work", A.RECTIFY, S.RECTIFYING),
    _TO_REPLY,
    _of_unit("waiting_above", None, S.EXT_REQ, S.RETURN_REQ, S.BLOCKED, S.SUSPENDED),
)
_LEADER = (
    _MEETINGS,
    _EXTENSIONS,
    _referred("to_approve", A.APPROVE_REFERRAL, Referral.CONFIRMED),
    _HELP_WANTED,
    _S1,
    _OVERDUE,
)
_OTHERS = (_S1, _OVERDUE, _OPEN)

QUEUES: Mapping[Role, tuple[Queue, ...]] = {
    Role.UNIT_DUTY: _UNIT,
    Role.TOWNSHIP_SECRETARY: (*_UNIT, _OVERDUE),
    Role.COMMUNITY_LEADER: _UNIT,
    Role.FACILITY_MANAGER: _UNIT,
    Role.CLERK: (
        _OVERDUE,
        _TO_FILE,
        _TO_ASSIGN,
        Queue(
            "returns",
            lambda _by, _now: LedgerFilter(states=(S.RETURN_REQ,), most_returns=1),
            A.ACCEPT_RETURN,
        ),
        _in_scope("to_name", A.NAME_VERIFIER, S.RECTIFIED),
        _in_scope("to_close", A.CLOSE, S.PASSED),
    ),
    Role.OFFICE_HEAD: (_DISPUTES, _EXTENSIONS, _RAISED, _OVERDUE, _S1, _OVER_CONTROL),
    Role.VERIFIER: (
        Queue(
            "to_verify",
            lambda by, _: LedgerFilter(verifier_post=by.post, states=(S.VERIFYING,)),
            A.PASS,
        ),
        _LOOK_BACKS,
        _LOOKING_BACK,
    ),
    Role.SUPERVISOR: (_LOOK_BACKS, _LOOKING_BACK, _OWN),
    Role.COORDINATOR: (
        _BLOCKED,
        Queue(
            "second_returns",
            lambda _by, _now: LedgerFilter(states=(S.RETURN_REQ,), least_returns=2),
            A.ACCEPT_RETURN,
        ),
        _EXTENSIONS,
        _RAISED,
        _OVERDUE,
    ),
    Role.GROUP_LEAD: (_EXTENSIONS, _HELP_WANTED, _S1, _OVERDUE),
    Role.DUTY_OFFICER: (_TO_FILE, _TO_ASSIGN, _S1, _RAISED, _OVERDUE),
    Role.CITY_LEADER: _LEADER,
    Role.COUNTY_PRINCIPAL: _LEADER,
    Role.GOVERNMENT_OFFICE: (
        Queue(
            "reviews",
            lambda _by, _now: LedgerFilter(open_only=False, review_open=True),
            A.UPHOLD_ON_REVIEW,
        ),
        _RAISED,
    ),
    Role.LEGAL_REVIEWER: (
        _referred("to_confirm", A.CONFIRM_REFERRAL, Referral.DRAFTED),
        *_OTHERS,
    ),
    Role.SAFEGUARDS_OFFICER: (_OVER_CONTROL, _DISPUTED, _RAISED),
    Role.GRID_WORKER: (_OWN,),
}


def queues_of(role: Role) -> tuple[Queue, ...]:
    """Return the queues of a role; the administrator reads no cases and has none."""
    return () if role is Role.ADMINISTRATOR else QUEUES.get(role, _OTHERS)


def has_work(by: ActingPost) -> bool:
    """Tell whether a post has something to do in the loop, or only watches it."""
    return any(queue.verb is not None for queue in queues_of(by.actor.role))


def mine_of(by: ActingPost, now: datetime) -> Sequence[LedgerFilter]:
    """Return what a post has to do, as filters to be taken together.

    Who has nothing to do but to watch finds everything that his first screen shows.
    """
    queues = queues_of(by.actor.role)
    to_do = [queue for queue in queues if queue.verb is not None]
    return [queue.wanted(by, now) for queue in to_do or queues]
