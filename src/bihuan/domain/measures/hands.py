"""Which hands a measure may go through: nobody checks, hears or ends what is his own.

The hearing body's unit is asked where appeals are heard; posts, persons and levels here, so that
no other way leads around it.
"""

from bihuan.domain.machines import guard
from bihuan.domain.measures.case import Case
from bihuan.domain.roles import Role
from bihuan.domain.zones import Level

DECIDERS = frozenset({Role.COUNTY_PRINCIPAL, Role.CITY_LEADER})
APART = "separation of duties"


@guard("reviewer_is_author", clause=APART)
def reviewer_not_author(case: Case) -> bool:
    """Whoever checks the law did not write the draft."""
    return case.by.person != case.facts.author_person


@guard("opinion_by_author", clause=APART)
def opinion_not_author(case: Case) -> bool:
    """Whoever gives the opinion did not write the draft."""
    return case.by.person != case.facts.author_person and case.by.post != case.facts.author_post


@guard("decider_is_reviewer", clause=APART)
def decider_not_reviewer(case: Case) -> bool:
    """Whoever decides gave neither the legal check nor the opinion."""
    facts = case.facts
    return case.by.person != facts.legal_person and case.by.post != facts.opinion_post


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
    facts = case.facts
    posts = {facts.author_post, facts.legal_post, facts.opinion_post, facts.approved_post,
             facts.decider_post}  # fmt: skip
    persons = {facts.author_person, facts.legal_person, facts.decider_person}
    return case.by.post not in posts and case.by.person not in persons


@guard("hearing_body_not_above", clause="IDL 74")
def stands_above(case: Case) -> bool:
    """Whoever suspends or resumes stands above the level that decided, or both are the city's."""
    level = case.facts.decider_level
    above = level is not None and case.by.level < level
    return above or level == case.by.level == Level.CITY


HEARING = (took_no_part, stands_above)
