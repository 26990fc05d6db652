"""What must be true of a measure: conditions that read true, each with its refusal."""

from datetime import datetime, timedelta

from bihuan.domain.machines import Guard, guard
from bihuan.domain.measures import proportionality
from bihuan.domain.measures.case import Case
from bihuan.domain.measures.disclosure import discloses_nobody
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.measures.standing import (
    LAWFUL,
    companion_active,
    companion_covers,
    compounds_drawn,
    exits_open,
    gates_planned,
    has_basis,
    people_known,
    zones_stand,
)
from bihuan.domain.zones import Level

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LATE = timedelta(minutes=30)
"""How long the hands of one decision may take after the beginning it names (unconfirmed)."""


@guard("measure_type_unknown", clause="law 3.5", params=lambda c: {"measure": c.facts.code})
def known_type(case: Case) -> bool:
    """The type stands in the catalogue."""
    return case.facts.around.type is not None


@guard("measure_not_offered", clause="law 3.5", params=lambda c: {"measure": c.facts.code})
def offered(case: Case) -> bool:
    """Catalogue, profile, class, level, authority and evidence allow the type."""
    return case.facts.around.not_offered is None


@guard("reason_missing", clause="closed loop")
def has_reason(case: Case) -> bool:
    """A reason is given."""
    return bool(case.said("reason"))


@guard("clock_set_back", clause="closed loop, expiry")
def time_runs_on(case: Case) -> bool:
    """No clock was set back behind what is already recorded."""
    before = case.facts.updated_at
    # A commit is never told a time behind the record, so the time that stands still looks right.
    return not case.facts.around.set_back and (before is None or case.now >= before)


@guard("scope_covers_nobody", clause="IDL 17")
def covers_somebody(case: Case) -> bool:
    """The scope names at least one zone in which people live."""
    around = case.facts.around
    return around.zones > 0 and (around.people is None or around.people > 0)


@guard("smaller_scope_not_answered", clause="IDL 17; PHERL 9")
def smallest_scope(case: Case) -> bool:
    """It is said why a smaller scope is not enough; below one building there is none to choose."""
    return bool(case.facts.smaller_why.strip()) or case.facts.around.covered.smallest


@guard("purpose_missing", clause="PHERL 9")
def has_purpose(case: Case) -> bool:
    """The purpose is written down."""
    return bool(case.facts.purpose.strip())


@guard("end_missing", clause="IDL 67")
def end_set(case: Case) -> bool:
    """Beginning and end are set."""
    return case.facts.starts_at is not None and case.facts.ends_at is not None


@guard("ends_before_it_starts", clause="IDL 67")
def ends_after_start(case: Case) -> bool:
    """The end lies after the beginning."""
    begin, end = case.facts.starts_at, case.facts.ends_at
    return begin is None or end is None or begin < end


@guard("begins_before_decision", clause="IDL 67", params=lambda _: {"minutes": LATE // MINUTE})
def begins_ahead(case: Case) -> bool:
    """The beginning does not lie before the decision: nobody is held to what nobody decided."""
    begin = case.facts.starts_at
    return begin is None or begin >= (case.facts.decided_at or case.now) - LATE


def decidable_until(facts: MeasureFacts) -> datetime | None:
    """Return the last instant at which a draft may be decided with the beginning it names."""
    if facts.decided_at is not None or facts.starts_at is None:
        return None
    return facts.starts_at + LATE


@guard(
    "lasts_too_long", clause="law 3.5",
    params=lambda c: {
        "measure": c.facts.code,
        "hours": c.facts.around.type.longest_time // HOUR if c.facts.around.type else 0,
    },
)  # fmt: skip
def within_longest(case: Case) -> bool:
    """It lasts no longer than the catalogue allows."""
    facts, kind = case.facts, case.facts.around.type
    if kind is None or facts.starts_at is None or facts.ends_at is None:
        return True
    return facts.ends_at - facts.starts_at <= kind.longest_time


@guard("measure_already_over", clause="closed loop, expiry")
def not_over(case: Case) -> bool:
    """The end still lies ahead."""
    end = case.facts.ends_at
    return end is None or case.now < end


@guard("measure_begins_later", clause="IDL 67")
def has_begun(case: Case) -> bool:
    """The beginning has come."""
    begin = case.facts.starts_at
    return begin is not None and case.now >= begin


@guard(
    "parts_missing", clause="law 3.5", params=lambda c: {"n": len(missing_parts(c))},
)  # fmt: skip
def parts_said(case: Case) -> bool:
    """Every part that the catalogue requires is described."""
    return not missing_parts(case)


def missing_parts(case: Case) -> tuple[str, ...]:
    """Return the parts of the type that nobody has described."""
    around = case.facts.around
    listed = around.type.said_parts if around.type else ()
    return tuple(str(p) for p in listed if not around.parts.get(p, "").strip())


@guard("exceptions_missing", clause="IDL 67; PHERL 46")
def exceptions_said(case: Case) -> bool:
    """Who is exempt and whom to call is said."""
    return bool(case.facts.exceptions.strip() and case.facts.help_line.strip())


@guard(
    "questions_unanswered", clause="law 3.6",
    params=lambda c: {"n": len(proportionality.unanswered(c.facts.around.answers))},
)  # fmt: skip
def questions_answered(case: Case) -> bool:
    """All seven questions of proportionality are answered with a text."""
    return not proportionality.unanswered(case.facts.around.answers)


@guard(
    "not_proportionate", clause="law 3.6",
    params=lambda c: {"n": len(proportionality.denied(c.facts.around.answers))},
)  # fmt: skip
def proportionate(case: Case) -> bool:
    """Every answer is yes, or the head's reason stands in; "lawful?" is never overridden."""
    answers = case.facts.around.answers
    if not proportionality.denied(answers):
        return True
    reason = case.said("override_reason") or case.facts.override_reason
    return proportionality.may_override(answers, reason)


@guard("add_on_in_text", clause="PHERL 9; IDL 17")
def nothing_added(case: Case) -> bool:
    """No text adds what is forbidden."""
    return case.facts.around.add_on is None


@guard("opinion_missing", clause="PHERL 14, 38")
def has_opinion(case: Case) -> bool:
    """An expert opinion is on record."""
    return bool(case.facts.opinion)


@guard("opinion_against", clause="PHERL 14, 38")
def opinion_followed(case: Case) -> bool:
    """The opinion supports it, or the decider says why it is not followed."""
    return case.facts.opinion != "against" or bool(case.said("reason"))


@guard("opinion_unknown", clause="PHERL 14")
def opinion_said(case: Case) -> bool:
    """The opinion is for or against."""
    return case.said("opinion") in ("support", "against")


@guard("city_approval_missing", clause="law 3.5")
def approved_by_city(case: Case) -> bool:
    """The city has approved what a county may not decide alone."""
    kind = case.facts.around.type
    needs = kind is not None and kind.city_approval and case.by.level is not Level.CITY
    return not needs or case.facts.approved_at is not None


@guard("decider_level_too_low", clause="IDL 63")
def decided_high_enough(case: Case) -> bool:
    """The deciding post stands at the level the catalogue asks for, never below the county."""
    kind = case.facts.around.type
    lowest = min(Level.COUNTY, kind.decider.level) if kind else Level.COUNTY
    level = case.facts.decider_level if case.facts.decided_at else int(case.by.level)
    return level is not None and level <= lowest


@guard("renewal_below_decider", clause="IDL 63, 67")
def renewed_high_enough(case: Case) -> bool:
    """What goes on after a measure is decided at the level that decided that one, or above."""
    level = case.facts.around.renews_level
    return level is None or case.by.level <= level


@guard("halted_on_appeal", clause="IDL 74")
def not_halted(case: Case) -> bool:
    """No hearing body has halted it after an appeal."""
    return not case.facts.suspensions.endswith("-")


@guard("notice_missing", clause="IDL 67; PHERL 40")
def notice_published(case: Case) -> bool:
    """The public notice is published."""
    return case.facts.notice_at is not None


@guard("upward_report_missing", clause="IDL 63")
def reported_upward(case: Case) -> bool:
    """The report to the superior has been sent."""
    return case.facts.reported_at is not None


@guard("measure_conflict", clause="IDL 17", params=lambda c: {"n": len(c.facts.around.conflicts)})
def no_conflict(case: Case) -> bool:
    """No other decided measure of the type covers the same zone at the same time."""
    return not case.facts.around.conflicts


@guard("not_deciding_authority", clause="IDL 67")
def same_authority(case: Case) -> bool:
    """Whoever lifts it stands at least at the level that decided it."""
    level = case.facts.decider_level
    return level is not None and case.by.level <= level


@guard("not_superior", clause="IDL 63")
def superior(case: Case) -> bool:
    """Whoever revokes it stands above the level that decided it."""
    level = case.facts.decider_level
    return level is not None and case.by.level < level


@guard("measure_not_over", clause="closed loop, expiry")
def is_over(case: Case) -> bool:
    """The end has come."""
    end = case.facts.ends_at
    return end is not None and case.now >= end


COMPLETE: tuple[Guard[Case], ...] = (
    known_type, offered, has_purpose, covers_somebody, zones_stand, smallest_scope, end_set,
    ends_after_start, within_longest, not_over, begins_ahead, parts_said, exceptions_said,
    questions_answered, has_basis, nothing_added, discloses_nobody,
)  # fmt: skip
"""A draft that may be submitted."""

DECIDABLE: tuple[Guard[Case], ...] = (
    *COMPLETE, *LAWFUL, has_opinion, opinion_followed, decided_high_enough, renewed_high_enough,
    approved_by_city, proportionate, no_conflict,
)  # fmt: skip

ACTIVATION: tuple[Guard[Case], ...] = (
    time_runs_on, known_type, offered, decided_high_enough, *LAWFUL, covers_somebody,
    zones_stand, smallest_scope, end_set, ends_after_start, begins_ahead, within_longest, not_over,
    has_begun, notice_published, people_known, companion_covers, companion_active, compounds_drawn,
    gates_planned, exits_open, reported_upward, questions_answered, proportionate, nothing_added,
    no_conflict, not_halted,
)  # fmt: skip
"""The conditions of being in force, in the order in which the page lists them."""

RESUMPTION: tuple[Guard[Case], ...] = tuple(one for one in ACTIVATION if one is not not_halted)
"""What must hold before a hearing body lets a measure go on: all but its own halt."""
