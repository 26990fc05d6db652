"""The check of one act of the loop: a refusal for actions, its twin ``can_loop`` for buttons."""

from bihuan.domain.policy.actor import Actor
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_rule import LoopRule, LoopSubject
from bihuan.domain.policy.loop_rules import LOOP_RULES
from bihuan.domain.policy.matrix import Scope
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import ROLE_LEVELS, Role

_OPEN_TO_ALL = frozenset({LoopAct.DRAFT, LoopAct.REPORT})


def check_loop(act: LoopAct, by: Actor, subject: LoopSubject | None = None) -> Refusal | None:
    """Return why this post may not do this here, or None when it may.

    Parameters
    ----------
    act
        What is to be done.
    by
        The acting post.
    subject
        The thing acted upon; without one only the role is asked, as for a menu.
    """
    rule = _rule_for(act, by, subject)
    scope = rule.grants.get(by.role)
    if scope is None:
        return Refusal("role_may_not", {"act": act.value, "role": by.role.value}, "permissions")
    if by.level not in ROLE_LEVELS[by.role]:
        return Refusal("role_not_at_level", {"role": by.role.value, "level": int(by.level)})
    if subject is None:
        return None
    return _out_of_scope(scope, by, subject) or _broken(rule, by, subject)


def can_loop(act: LoopAct, by: Actor, subject: LoopSubject | None = None) -> bool:
    """Tell whether this post may do this here."""
    return check_loop(act, by, subject) is None


def _rule_for(act: LoopAct, by: Actor, subject: LoopSubject | None) -> LoopRule:
    rule = LOOP_RULES[act]
    if act in _OPEN_TO_ALL and subject is not None and subject.over_control:
        if by.role in rule.grants and subject.zone in by.ground:
            return rule
        return LOOP_RULES[LoopAct.RAISE_OVER_CONTROL]
    return rule


def _out_of_scope(scope: Scope, by: Actor, subject: LoopSubject) -> Refusal | None:
    if scope is Scope.PUBLIC or _reaches(scope, by, subject):
        return None
    return Refusal(f"outside_{scope.value}", {"zone": subject.zone}, "level visibility")


def _reaches(scope: Scope, by: Actor, subject: LoopSubject) -> bool:
    if scope is Scope.OWN_SUBTREE:
        return subject.zone in by.ground
    if scope is Scope.OWN_UNIT:
        return by.unit == subject.handler_unit
    if scope is Scope.OWN_POST:
        return by.post in _own_posts(by.role, subject)
    return by.unit == subject.handler_unit or by.post in (
        subject.author_post,
        subject.verifier_post,
        subject.look_back_post,
    )


def _own_posts(role: Role, subject: LoopSubject) -> tuple[int | None, ...]:
    # A verifier's own task is the one he is named for; everybody else's what he wrote.
    if role is Role.VERIFIER:
        return (subject.verifier_post, subject.author_post)
    return (subject.author_post,)


def _broken(rule: LoopRule, by: Actor, subject: LoopSubject) -> Refusal | None:
    for separation in rule.separations:
        if not separation.kept(by, subject):
            return Refusal(separation.code, {"separation": separation.name}, separation.clause)
    return None
