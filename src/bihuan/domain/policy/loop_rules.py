"""The matrix of the closed loop: act × role × scope × separations of duties."""

from collections.abc import Mapping

from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_rule import LoopRule, granted
from bihuan.domain.policy.matrix import Scope
from bihuan.domain.policy.separations import (
    CLERK_NOT_VERIFIER,
    NOT_AUTHOR,
    NOT_AUTHOR_IF_GRAVE,
    NOT_BELOW_OFFICE,
    NOT_HANDLING_UNIT,
    NOT_ISSUER,
    NOT_ISSUING_UNIT_IF_GRAVE,
    OTHER_TEAM,
    RECUSED,
    SECOND_PERSON_FOR_S1,
)
from bihuan.domain.roles import Role

_R = Role
_ZONE = Scope.OWN_SUBTREE

REPORTERS = (
    _R.SUPERVISOR,
    _R.GRID_WORKER,
    _R.COMMUNITY_LEADER,
    _R.TOWNSHIP_SECRETARY,
    _R.LIAISON_CADRE,
    _R.DUTY_OFFICER,
    _R.HOTLINE_OPERATOR,
)
"""Who reports any type; findings about too much control may be raised by everybody."""

_NO_REPORT = (_R.ADMINISTRATOR, _R.AUDITOR, _R.SYSTEM)
_EVERYBODY = tuple(role for role in Role if role not in _NO_REPORT)
_OFFICE = granted(_ZONE, _R.CLERK, _R.OFFICE_HEAD, _R.DUTY_OFFICER)
_HEAD = granted(_ZONE, _R.OFFICE_HEAD)
# A command answers through its duty officer where no department's duty post does.
_UNIT = granted(
    Scope.OWN_UNIT, _R.UNIT_DUTY, _R.TOWNSHIP_SECRETARY, _R.COMMUNITY_LEADER,
    _R.FACILITY_MANAGER, _R.DUTY_OFFICER,
)  # fmt: skip
_COORDINATOR = granted(_ZONE, _R.COORDINATOR)
_LEADERS = granted(_ZONE, _R.CITY_LEADER, _R.COUNTY_PRINCIPAL)
_SYSTEM = granted(_ZONE, _R.SYSTEM)
_ONE_UP = _LEADERS | _HEAD | _COORDINATOR | granted(_ZONE, _R.GROUP_LEAD)
_TEAMS = granted(_ZONE, _R.VERIFIER, _R.SUPERVISOR)
_GOVERNMENT = granted(_ZONE, _R.GOVERNMENT_OFFICE)
_LEGAL = granted(_ZONE, _R.LEGAL_REVIEWER)

_VERDICT = LoopRule(
    granted(Scope.OWN_POST, _R.VERIFIER),
    (NOT_HANDLING_UNIT, NOT_ISSUING_UNIT_IF_GRAVE, NOT_AUTHOR),
)
# What a higher office ordered is ruled on by that office or by one above it, never below.
_REVIEW = LoopRule(_GOVERNMENT, (RECUSED, NOT_BELOW_OFFICE))
_RULING = LoopRule(_HEAD, (NOT_ISSUER, NOT_HANDLING_UNIT, NOT_BELOW_OFFICE))
_RETURN = LoopRule(_OFFICE | _COORDINATOR, (NOT_HANDLING_UNIT, NOT_BELOW_OFFICE))
_REFERRED = (RECUSED, NOT_BELOW_OFFICE)

LOOP_RULES: Mapping[LoopAct, LoopRule] = {
    LoopAct.DRAFT: LoopRule(granted(_ZONE, *REPORTERS)),
    LoopAct.DISCARD: LoopRule(granted(Scope.OWN_POST, *_EVERYBODY)),
    LoopAct.REPORT: LoopRule(granted(_ZONE, *REPORTERS)),
    LoopAct.RAISE_OVER_CONTROL: LoopRule(granted(Scope.PUBLIC, *_EVERYBODY)),
    LoopAct.FILE_BY_RULE: LoopRule(_SYSTEM),
    LoopAct.FIX_ON_SITE: LoopRule(granted(_ZONE, _R.SUPERVISOR), (NOT_HANDLING_UNIT,)),
    LoopAct.PROPOSE_REJECTION: LoopRule(_OFFICE),
    LoopAct.REJECT: LoopRule(_OFFICE, (SECOND_PERSON_FOR_S1,)),
    LoopAct.MERGE: LoopRule(_OFFICE),
    LoopAct.FILE: LoopRule(_OFFICE),
    LoopAct.RAISE_SEVERITY: LoopRule(_OFFICE | _SYSTEM),
    LoopAct.ASSIGN: LoopRule(_OFFICE, (NOT_AUTHOR_IF_GRAVE, NOT_BELOW_OFFICE)),
    LoopAct.RECEIVE: LoopRule(_UNIT),
    LoopAct.REQUEST_RETURN: LoopRule(_UNIT),
    LoopAct.ACCEPT_RETURN: _RETURN,
    LoopAct.REFUSE_RETURN: _RETURN,
    LoopAct.START: LoopRule(_UNIT),
    LoopAct.REQUEST_EXTENSION: LoopRule(_UNIT),
    LoopAct.GRANT_EXTENSION: LoopRule(_ONE_UP, (NOT_HANDLING_UNIT,)),
    LoopAct.REFUSE_EXTENSION: LoopRule(_ONE_UP, (NOT_HANDLING_UNIT,)),
    LoopAct.RETRACT_EXTENSION: LoopRule(_UNIT),
    LoopAct.BLOCK: LoopRule(_UNIT | _COORDINATOR),
    LoopAct.ACCEPT_BLOCKER: LoopRule(_COORDINATOR, (NOT_HANDLING_UNIT, NOT_BELOW_OFFICE)),
    LoopAct.UNBLOCK: LoopRule(_UNIT | _COORDINATOR),
    LoopAct.ASK_HELP: LoopRule(_UNIT),
    LoopAct.OFFER_HELP: LoopRule(
        _COORDINATOR | _LEADERS | granted(_ZONE, _R.GROUP_LEAD, _R.DUTY_OFFICER)
    ),
    LoopAct.RECTIFY: LoopRule(_UNIT),
    LoopAct.NAME_VERIFIER: LoopRule(_OFFICE | _SYSTEM, (NOT_BELOW_OFFICE,)),
    LoopAct.PASS: _VERDICT,
    LoopAct.FAIL: _VERDICT,
    LoopAct.CLOSE: LoopRule(
        granted(_ZONE, _R.CLERK, _R.OFFICE_HEAD),
        (CLERK_NOT_VERIFIER, NOT_HANDLING_UNIT, NOT_BELOW_OFFICE),
    ),
    LoopAct.BEGIN_LOOK_BACK: LoopRule(_TEAMS, (NOT_HANDLING_UNIT, OTHER_TEAM)),
    LoopAct.CONFIRM_LOOK_BACK: LoopRule(_TEAMS, (NOT_HANDLING_UNIT, OTHER_TEAM)),
    LoopAct.REOPEN: LoopRule(_TEAMS, (NOT_HANDLING_UNIT, OTHER_TEAM)),
    LoopAct.ARCHIVE: LoopRule(_SYSTEM),
    LoopAct.DISPUTE: LoopRule(_UNIT),
    LoopAct.UPHOLD_ORDER: _RULING,
    LoopAct.CORRECT_ORDER: _RULING,
    LoopAct.SEND_TO_REVIEW: LoopRule(_HEAD, (NOT_HANDLING_UNIT, NOT_BELOW_OFFICE)),
    LoopAct.REQUEST_REVIEW: LoopRule(_UNIT),
    LoopAct.UPHOLD_ON_REVIEW: _REVIEW,
    LoopAct.AMEND_ON_REVIEW: _REVIEW,
    LoopAct.CANCEL_ON_REVIEW: _REVIEW,
    LoopAct.SUSPEND: LoopRule(_LEADERS, (NOT_HANDLING_UNIT, NOT_BELOW_OFFICE)),
    LoopAct.RESUME: LoopRule(_LEADERS | _SYSTEM, (NOT_BELOW_OFFICE,)),
    LoopAct.WITHDRAW: LoopRule(_HEAD, (NOT_HANDLING_UNIT, NOT_BELOW_OFFICE)),
    LoopAct.ESCALATE: LoopRule(_SYSTEM),
    LoopAct.RECORD_SPECIAL_MEETING: LoopRule(_LEADERS),
    LoopAct.DECIDE_TALK: LoopRule(_LEADERS),
    LoopAct.INVITE_REPLY: LoopRule(_HEAD | _GOVERNMENT, (NOT_BELOW_OFFICE,)),
    LoopAct.REPLY: LoopRule(_UNIT),
    LoopAct.REFER: LoopRule(_HEAD | _GOVERNMENT, (NOT_HANDLING_UNIT, NOT_BELOW_OFFICE)),
    LoopAct.CONFIRM_REFERRAL: LoopRule(_LEGAL, _REFERRED),
    LoopAct.APPROVE_REFERRAL: LoopRule(_LEADERS, _REFERRED),
    LoopAct.DECLINE_REFERRAL: LoopRule(_LEADERS | _LEGAL, _REFERRED),
}
