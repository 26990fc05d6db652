"""What may be chosen: catalogue, profile, class and level say it, and the reason why not."""

from typing import NamedTuple

from bihuan.domain.measures.offers import Asking, offer_of
from bihuan.domain.profiles import DiseaseProfile, Model
from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.plans import SAMPLING, further_measures
from bihuan.domain.scenarios.renewal import campaigns_in_force, campaigns_in_part
from bihuan.domain.scenarios.tonight import Choice, PlanKind, Tonight
from bihuan.features.incidents.api import IncidentView
from bihuan.features.measures.api import Standing, catalogue, standing_of
from bihuan.features.scenarios.selectors.tonight import communities
from bihuan.features.territory.api import ZoneView
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
    if profile.epidemiology.model is not Model.NONE:
        return None
    return Refusal("no_validated_model", {"profile": profile.reference})


def by_renewal(view: IncidentView) -> bool:
    """Tell whether plans of an incident are tried by the renewal model."""
    return profile_of(view).epidemiology.model is Model.VECTOR_RENEWAL


def without_fit(view: IncidentView) -> Refusal | None:
    """Say that no fit can be made with the model of an incident's profile."""
    refusal = without_model(view)
    if refusal is None and by_renewal(view):
        return Refusal("no_fit_by_renewal", {"profile": profile_of(view).reference})
    return refusal


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


class RenewalOffer(NamedTuple):
    """What the renewal model can try on a zone, and which campaigns are in force there.

    ``whole`` names the types in force in all of it, ``in_part`` those in a part of it only;
    ``degrees`` are the temperatures at which the profile knows the incubation in mosquitoes.
    """

    kinds: tuple[PlanKind, ...]
    measures: tuple[tuple[str, str], ...]
    whole: tuple[str, ...]
    in_part: tuple[str, ...]
    degrees: tuple[float, ...]


def renewal_offer(view: IncidentView, zone: ZoneView, tonight: Tonight) -> RenewalOffer:
    """Return the plans that the renewal model can try; one more measure covers the whole zone."""
    profile, codes = profile_of(view), tuple(communities(zone))
    whole = campaigns_in_force(tonight, profile, codes)
    in_part = campaigns_in_part(tonight, profile, codes)
    measures = tuple(one for one in measures_offered(view) if one[0] not in whole)
    kinds = ((PlanKind.RENEW, not in_part), (PlanKind.ANOTHER, bool(measures)))
    vector = profile.epidemiology.vector
    degrees = tuple(at for at, _ in vector.extrinsic_days_at_celsius) if vector else ()
    useful = tuple(kind for kind, can in kinds if can)
    return RenewalOffer(useful, measures, whole, in_part, degrees)


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
