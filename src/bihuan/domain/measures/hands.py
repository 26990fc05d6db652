"""Which hands a measure may go through: nobody checks, hears or ends what is his own.

The hearing body's unit is asked where appeals are heard; posts, persons and levels here, so that
no other way leads around it.
"""

from operator import attrgetter

from bihuan.domain.machines import guard
from bihuan.domain.measures.case import Case
from bihuan.domain.measures.facts import Hand, MeasureFacts
from bihuan.domain.policy.actor import Actor
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level

_AUTHOR = attrgetter("author_post", "author_person")
_LEGAL = attrgetter("legal_post", "legal_person")
_OPINION = attrgetter("opinion_post", "opinion_person")
_APPROVED = attrgetter("approved_post", "approved_person")
_DECIDER = attrgetter("decider_post", "decider_person")
DECIDERS = frozenset({Role.COUNTY_PRINCIPAL, Role.CITY_LEADER})
APART = "separation of duties"


def hands_in(facts: MeasureFacts) -> tuple[Hand, ...]:
    """Return every hand that a measure went through: post and person, None where none was."""
    return tuple(one(facts) for one in (_AUTHOR, _LEGAL, _OPINION, _APPROVED, _DECIDER))


def _one_of(by: Actor, *hands: Hand) -> bool:
    """Tell whether somebody is one of some hands, by his post or as a person in another post."""
    return any(by.post == post or by.person == person for post, person in hands)


@guard("reviewer_is_author", clause=APART)
def reviewer_not_author(case: Case) -> bool:
    """Whoever checks the law did not write the draft."""
    return not _one_of(case.by, _AUTHOR(case.facts))


@guard("opinion_by_author", clause=APART)
def opinion_not_author(case: Case) -> bool:
    """Whoever gives the opinion did not write the draft."""
    return not _one_of(case.by, _AUTHOR(case.facts))


@guard("opinion_by_reviewer", clause=APART)
def opinion_not_reviewer(case: Case) -> bool:
    """Whoever gives the opinion did not check the law: these are two looks, by two people."""
    return not _one_of(case.by, _LEGAL(case.facts))


@guard("approval_by_own_hand", clause=APART)
def approver_apart(case: Case) -> bool:
    """Whoever approves for the city neither wrote, checked nor advised."""
    facts = case.facts
    return not _one_of(case.by, _AUTHOR(facts), _LEGAL(facts), _OPINION(facts))


@guard("decider_is_reviewer", clause=APART)
def decider_not_reviewer(case: Case) -> bool:
    """Whoever decides gave neither the legal check nor the opinion."""
    return not _one_of(case.by, _LEGAL(case.facts), _OPINION(case.facts))


@guard("decider_laid_the_ground", clause=APART)
def decider_not_behind_it(case: Case) -> bool:
    """Whoever decides neither confirmed the article nor assessed that it is necessary."""
    around = case.facts.around
    confirmed = () if around.basis is None else (around.basis.confirmed_by,)
    return not _one_of(case.by, *confirmed, *around.assessors)


@guard("decider_is_approver", clause=APART)
def decider_not_approver(case: Case) -> bool:
    """Whoever decides below the city did not give the city's approval; the city needs none."""
    return case.by.level is Level.CITY or not _one_of(case.by, _APPROVED(case.facts))


@guard("discard_of_others", clause=APART)
def ones_own_draft(case: Case) -> bool:
    """Whoever discards it wrote it, or would decide it; others object or advise against it."""
    return case.by.post == case.facts.author_post or case.by.role in DECIDERS


@guard("appeal_not_named", clause="IDL 74")
def names_an_appeal(case: Case) -> bool:
    """Suspending names the appeal that is heard."""
    return bool(case.said("appeal"))


@guard("hearing_body_took_part", clause="IDL 74")
def took_no_part(case: Case) -> bool:
    """Whoever suspends or resumes had no hand in the measure."""
    return not _one_of(case.by, *hands_in(case.facts))


@guard("hearing_body_not_above", clause="IDL 74")
def stands_above(case: Case) -> bool:
    """Whoever suspends or resumes stands above the level that decided, or both are the city's."""
    level = case.facts.decider_level
    above = level is not None and case.by.level < level
    return above or level == case.by.level == Level.CITY


HEARING = (took_no_part, stands_above)
DECIDING = (decider_not_reviewer, decider_not_behind_it, decider_not_approver)
