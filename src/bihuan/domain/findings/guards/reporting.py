"""Conditions of reporting, triage and merging."""

from bihuan.domain.findings.case import Case
from bihuan.domain.findings.lots import drawn
from bihuan.domain.machines import Guard, guard
from bihuan.domain.severity import Severity, severity_of


@guard("reason_missing", clause="closed loop")
def has_reason(case: Case) -> bool:
    """A reason is given."""
    return bool(case.said("reason"))


@guard("finding_not_described", clause="closed loop, DRAFT")
def described(case: Case) -> bool:
    """Type, zone and text say what was found."""
    facts = case.facts
    return bool(facts.type_code and facts.zone and facts.text.strip())


@guard("photo_not_blurred", clause="closed loop, DRAFT")
def faces_blurred(case: Case) -> bool:
    """No stored photo shows a face or a plate."""
    return case.facts.around.unblurred_photos == 0


@guard("zone_without_responsible_post", clause="invariant 8")
def owned(case: Case) -> bool:
    """The zone resolves to a responsible post for this type."""
    around = case.facts.around
    return around.responsible_post is not None and around.responsible_unit is not None


@guard("draft_too_old_to_delete", clause="closed loop, DRAFT")
def draft_is_fresh(case: Case) -> bool:
    """The draft is younger than the time after which it is kept."""
    drafted = case.facts.drafted_at
    return drafted is None or case.now - drafted < case.rules.draft_kept


@guard("rule_event_missing", clause="finding types")
def caused_by_event(case: Case) -> bool:
    """The event that caused a finding filed by rule is its key."""
    return bool(case.facts.source_key)


@guard("too_grave_for_on_site_fix", clause="closed loop, ON_SITE_FIXED")
def minor(case: Case) -> bool:
    """The finding is S3 or S4."""
    return case.facts.severity >= Severity.S3


@guard("unit_does_not_agree", clause="closed loop, ON_SITE_FIXED")
def unit_agrees(case: Case) -> bool:
    """The unit agrees that it was put right on the spot."""
    return case.payload.get("unit_agrees") is True


@guard("evidence_missing", clause="closed loop")
def has_evidence(case: Case) -> bool:
    """Evidence of the place is given, in words or as a stored picture."""
    return bool(case.said("evidence")) or case.facts.around.evidence_count > 0


@guard("not_drawn", clause="closed loop, ON_SITE_FIXED")
def drawn_for_verification(case: Case) -> bool:
    """The lot sends somebody else to look at the fix."""
    facts, percent = case.facts, case.rules.on_site_percent
    return drawn("on_site", facts.id, facts.around.seed, percent)


@guard("no_second_person_needed", clause="invariant 5")
def is_s1(case: Case) -> bool:
    """Only the rejection of an S1 finding needs a proposal first."""
    return case.facts.severity == Severity.S1


@guard("rejection_proposed_already", clause="invariant 5")
def not_proposed_before(case: Case) -> bool:
    """No proposal waits: a colleague decides on it, and filing is his refusal for good."""
    return not case.facts.proposer_person


@guard("merge_target_not_open", clause="closed loop, MERGED")
def target_is_open(case: Case) -> bool:
    """The finding merged into is open, and another one."""
    around = case.facts.around
    return around.target is not None and around.target_open and around.target != case.facts.id


@guard("merge_target_differs", clause="closed loop, MERGED")
def same_place_and_type(case: Case) -> bool:
    """The finding merged into is of the same place and type."""
    facts, around = case.facts, case.facts.around
    return (
        around.target_type == facts.type_code
        and around.target_zone == facts.zone
        and around.target_place == facts.place
    )


@guard("merge_target_younger", clause="closed loop, MERGED")
def target_is_older(case: Case) -> bool:
    """The finding merged into was reported earlier, so no age is lost."""
    mine, other = case.facts.reported_at, case.facts.around.target_at
    return mine is not None and other is not None and other <= mine


def _asked_severity(case: Case) -> Severity | None:
    return severity_of(case.payload.get("severity", case.facts.severity))


@guard("severity_unknown", clause="closed loop, severities")
def severity_known(case: Case) -> bool:
    """The severity is S1, S2, S3 or S4."""
    return _asked_severity(case) is not None


def _corrects(case: Case) -> bool:
    return case.said("type_code") not in ("", case.facts.type_code)


@guard("corrected_type_unknown", clause="closed loop, FILED")
def corrected_type_known(case: Case) -> bool:
    """A type that replaces the reported one is in the table and may be given by hand."""
    return not _corrects(case) or case.said("type_code") == case.facts.around.corrected_type


@guard("type_corrected_without_reason", clause="closed loop, FILED")
def correction_explained(case: Case) -> bool:
    """A type is corrected only with a reason."""
    return not _corrects(case) or bool(case.said("reason"))


@guard("lowered_without_reason", clause="closed loop, severities")
def lowering_explained(case: Case) -> bool:
    """A severity is lowered only with a reason."""
    asked = _asked_severity(case)
    return asked is None or asked <= case.facts.severity or bool(case.said("reason"))


@guard("gravest_already", clause="closed loop, severities")
def not_gravest(case: Case) -> bool:
    """It is not S1 yet: there is something graver to raise it to."""
    return case.facts.severity > Severity.S1


@guard("severity_not_graver", clause="closed loop, severities")
def graver(case: Case) -> bool:
    """The new severity is graver than the present one."""
    asked = _asked_severity(case)
    return asked is not None and asked < case.facts.severity


@guard("clause_missing", clause="closed loop, FILED")
def clause_cited(case: Case) -> bool:
    """The breached clause is cited."""
    return bool(case.said("clause") or case.facts.clause.strip())


REPORTED_GUARDS: tuple[Guard[Case], ...] = (described, faces_blurred, owned)
"""What a report needs, whether drafted before or not."""
