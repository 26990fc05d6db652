"""The separations of duties (职责分离), each said once.

Persons are compared as well as posts: somebody who holds two posts stays one person.
"""

from bihuan.domain.policy.actor import Actor
from bihuan.domain.policy.loop_rule import LoopSubject, Separation
from bihuan.domain.severity import Severity


def _not_author(by: Actor, subject: LoopSubject) -> bool:
    return by.person != subject.author_person and by.post != subject.author_post


def _not_author_if_grave(by: Actor, subject: LoopSubject) -> bool:
    return subject.severity > Severity.S2 or _not_author(by, subject)


def _not_issuer(by: Actor, subject: LoopSubject) -> bool:
    return by.person != subject.issuer_person


def _not_issuing_unit_if_grave(by: Actor, subject: LoopSubject) -> bool:
    if subject.severity > Severity.S2:
        return True
    return by.unit != subject.issuer_unit and by.person != subject.issuer_person


def _not_handling_unit(by: Actor, subject: LoopSubject) -> bool:
    return by.unit != subject.handler_unit and by.person != subject.handler_person


def _not_verifier(by: Actor, subject: LoopSubject) -> bool:
    return by.post != subject.verifier_post and by.person != subject.verifier_person


def _other_team(by: Actor, subject: LoopSubject) -> bool:
    # Colleagues of one team are not each other's second look; who fixed it is nobody's.
    teams = (subject.verifier_unit, subject.fixer_unit)
    return by.unit not in teams and _not_verifier(by, subject)


def _not_below_office(by: Actor, subject: LoopSubject) -> bool:
    # The issuing office and those above it; each level has one office for a zone, and its duty
    # desk may have signed the order at night.
    return subject.office_level is None or by.level <= subject.office_level


def _second_person_for_s1(by: Actor, subject: LoopSubject) -> bool:
    if subject.severity != Severity.S1:
        return True
    # Two known people: whoever is not known could be the same one.
    proposer = subject.proposer_person
    return bool(proposer) and bool(by.person) and proposer != by.person


def _recused(by: Actor, subject: LoopSubject) -> bool:
    units = (subject.issuer_unit, subject.handler_unit, subject.verifier_unit)
    persons = (
        subject.author_person,
        subject.issuer_person,
        subject.handler_person,
        subject.verifier_person,
        subject.reviewer_person,  # whose amended order is looked at now
    )
    return by.unit not in units and by.person not in persons


NOT_AUTHOR = Separation("not_author", "author_of_the_finding", "closed-loop roles", _not_author)
NOT_AUTHOR_IF_GRAVE = Separation(
    "not_author_if_grave", "author_assigns_grave_finding", "closed-loop ASSIGNED",
    _not_author_if_grave,
)  # fmt: skip
NOT_ISSUER = Separation("not_issuer", "issuer_rules_on_own_order", "right of reply", _not_issuer)
NOT_ISSUING_UNIT_IF_GRAVE = Separation(
    "not_issuing_unit_if_grave", "verifier_from_issuing_unit", "closed-loop VERIFYING",
    _not_issuing_unit_if_grave,
)  # fmt: skip
NOT_HANDLING_UNIT = Separation(
    "not_handling_unit", "from_handling_unit", "invariant 2", _not_handling_unit
)
CLERK_NOT_VERIFIER = Separation(
    "clerk_not_verifier", "verifier_closes", "closed-loop CLOSED", _not_verifier
)
NOT_BELOW_OFFICE = Separation(
    "not_below_issuing_office", "below_issuing_office", "closed-loop, issuing office",
    _not_below_office,
)  # fmt: skip
OTHER_TEAM = Separation("other_team", "verifier_looks_back", "closed-loop LOOKBACK", _other_team)
SECOND_PERSON_FOR_S1 = Separation(
    "second_person_for_s1", "rejection_needs_second_person", "invariant 5", _second_person_for_s1
)
RECUSED = Separation("recused", "took_part_before_review", "Supervision Regulation 17", _recused)
