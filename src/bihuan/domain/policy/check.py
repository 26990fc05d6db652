"""Ask the matrix: may this post do this here, yes or no, and why not."""

from dataclasses import dataclass

from bihuan.domain.policy.actor import Actor
from bihuan.domain.policy.matrix import MATRIX, Rule, Scope
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import ZoneRange


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act is about, as far as its reach matters.

    Parameters
    ----------
    zone
        The subtree it concerns.
    unit
        The organisation that owns or handles it, 0 for none.
    shared_with
        Further organisations that have a task in it.
    """

    zone: ZoneRange
    unit: int = 0
    shared_with: frozenset[int] = frozenset()


def check(act: str, by: Actor, subject: Subject | ZoneRange | None = None) -> Refusal | None:
    """Return why a post may not do an act, or None when it may.

    Parameters
    ----------
    act
        The act's name.
    by
        The acting post.
    subject
        What it is about; None asks for the role alone (is there anything it could reach?).
    """
    rule = MATRIX[act]
    if by.role is Role.SYSTEM:
        return None
    if by.role not in rule.roles or by.level not in rule.levels:
        return Refusal("act_not_granted", {"act": str(act), "role": str(by.role)})
    if subject is None:
        return None
    about = Subject(subject) if isinstance(subject, ZoneRange) else subject
    if any(_reaches(scope, by, about) for scope in rule.scopes):
        return None
    return Refusal("outside_own_scope", {"act": str(act)})


def can(act: str, by: Actor, subject: Subject | ZoneRange | None = None) -> bool:
    """Tell whether a post may do an act; for buttons and menus."""
    return check(act, by, subject) is None


def rule_of(act: str) -> Rule:
    """Return the row of an act."""
    return MATRIX[act]


def _reaches(scope: Scope, by: Actor, subject: Subject) -> bool:
    if scope is Scope.PUBLIC:
        return True
    if scope is Scope.OWN_SUBTREE:
        own = ZoneRange(by.lo, by.hi)
        # Reading stays with whom it was: an office looks up what it ordered before a zone left it.
        return own.covers(subject.zone) or by.ground.covers(subject.zone)
    if scope is Scope.OWN_UNIT:
        return subject.unit == by.unit
    return by.unit in subject.shared_with
