"""What a profile lets be offered: profile ∩ legal class ∩ response level, with the reason why not.

The catalogue, the authority of the deciding body and the evidence add their own guards; this
module answers only for the profile.
"""

from dataclasses import dataclass

from bihuan.domain.profiles.names import Names
from bihuan.domain.profiles.profile import (
    DiseaseProfile,
    LegalClass,
    MeasureRule,
    Need,
    Permission,
    ResponseLevel,
    Standing,
)
from bihuan.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The legal facts of an incident on the day of the question."""

    level: ResponseLevel
    major_epidemic: bool = False
    superior_orders: frozenset[str] = frozenset()
    training: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A measure the profile allows, with the condition a person has to judge."""

    code: str
    permission: Permission
    condition: Names | None


def offer(profile: DiseaseProfile, code: str, facts: Circumstances) -> Offer | Refusal:
    """Say whether the profile lets a measure type be offered in these circumstances.

    Returns
    -------
    Offer
        The permission with its condition.
    Refusal
        ``unknown_measure``, ``profile_superseded``, ``measure_forbidden``,
        ``level_too_low`` or ``need_unmet``.
    """
    rule = profile.measures.get(code)
    if rule is None:
        return Refusal("unknown_measure", {"measure": code})
    reason, params = _why_not(profile, code, rule, facts)
    if reason:
        return Refusal(reason, {"measure": code, "profile": profile.reference} | params)
    return Offer(code, rule.permission, rule.condition)


def _why_not(
    profile: DiseaseProfile, code: str, rule: MeasureRule, facts: Circumstances
) -> tuple[str, dict[str, str | int]]:
    unmet = sorted(n.value for n in rule.needs if not _met(n, profile, code, facts))
    if profile.standing is Standing.TRAINING and not facts.training:
        return "profile_superseded", {}
    if rule.permission is Permission.FORBIDDEN:
        return "measure_forbidden", {}
    if facts.level not in rule.levels:
        return "level_too_low", {"level": facts.level.value}
    return ("need_unmet", {"need": ", ".join(unmet)}) if unmet else ("", {})


def _met(need: Need, profile: DiseaseProfile, code: str, facts: Circumstances) -> bool:
    match need:
        case Need.MANAGED_AS_A:
            return (
                profile.legal_class is LegalClass.A or profile.managed_as_a or profile.provisional_a
            )
        case Need.MAJOR_EPIDEMIC:
            return facts.major_epidemic
        case Need.SUPERIOR_ORDER:
            return code in facts.superior_orders
