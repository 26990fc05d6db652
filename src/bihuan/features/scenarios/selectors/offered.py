"""What may be chosen: catalogue, profile, class and level say it, and the reason why not."""

from bihuan.domain.measures.offers import Asking, offer_of
from bihuan.domain.profiles import DiseaseProfile, Model
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.plans import SAMPLING, further_measures
from bihuan.domain.scenarios.tonight import Choice, PlanKind, Tonight
from bihuan.features.incidents.api import IncidentView
from bihuan.features.measures.api import Standing, catalogue, standing_of
from bihuan.platform.db.dialects import Session

GATE = "M10"
# What only a decision needs: a register that is not kept here yet stops no experiment.
FOR_A_DECISION = frozenset({"register_not_there"})


def profile_of(view: IncidentView) -> DiseaseProfile:
    """Return the profile that an incident is on."""
    return view.adoption.profile


def without_model(view: IncidentView) -> Refusal | None:
    """Say that the profile of an incident has no model with which plans can be tried."""
    profile = profile_of(view)
    if profile.epidemiology.model is Model.RESPIRATORY_AGENTS:
        return None
    return Refusal("no_validated_model", {"profile": profile.reference})


def why_not(standing: Standing, code: str) -> Refusal | None:
    """Say why a type may not be tried: catalogue, profile, class or level do not allow it.

    What a decision needs besides, an assessment or a register, stops no experiment.
    """
    kind = catalogue().types.get(code)
    if kind is None:
        return Refusal("unknown_measure", {"measure": code})
    asking = Asking(standing.circumstances, kind.decider.level, assessed=True)
    refusal = offer_of(kind, standing.adoption.profile, asking).refusal
    return None if refusal is not None and refusal.code in FOR_A_DECISION else refusal


def measures_offered(view: IncidentView) -> list[tuple[str, str]]:
    """Return type and tier of each further measure that may be tried."""
    standing = standing_of(Session(), view)
    found = further_measures(standing.adoption.profile)
    lawful = {code: why_not(standing, code) is None for code, _ in found}
    return [(code, tier) for code, tier in found if lawful[code]]


def tiers_offered(profile: DiseaseProfile) -> list[str]:
    """Return the tiers of the gate plan that the profile knows."""
    return [tier for tier in profile.epidemiology.effects.get(GATE, {}) if tier]


def unlawful(view: IncidentView, tonight: Tonight, choice: Choice) -> Refusal | None:
    """Return why one of the chosen plans may not be tried at all."""
    codes = {one.code for one in tonight.in_force}
    if PlanKind.SAMPLERS in choice.kinds:
        codes.add(SAMPLING)
    if PlanKind.ANOTHER in choice.kinds:
        codes.add(choice.another.partition("/")[0])
    standing = standing_of(Session(), view)
    refusals = (why_not(standing, code) for code in sorted(codes))
    return next((one for one in refusals if one is not None), None)
