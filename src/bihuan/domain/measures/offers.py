"""What may be offered, and why the rest may not.

Catalogue ∩ profile ∩ legal class ∩ response level ∩ authority ∩ evidence, in this order; the
first that says no gives the reason.
"""

from dataclasses import dataclass
from datetime import date

from bihuan.domain.measures.catalogue import Catalogue, Decider, MeasureType
from bihuan.domain.profiles import Circumstances, DiseaseProfile, Offer, offer
from bihuan.domain.profiles.profile import LegalClass, Permission
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, when, and on what evidence.

    Parameters
    ----------
    circumstances
        The legal facts of the incident.
    level
        Level of the post that would decide.
    assessed
        Whether an assessment of necessity is on record and fresh.
    basis
        The article on which it would rest; empty while none is chosen.
    widest
        How fine the widest part of its scope is; None while no scope is chosen.
    ran_out
        The last day of a profile whose validity has passed; None while it is valid.
    """

    circumstances: Circumstances
    level: Level
    assessed: bool
    basis: str = ""
    widest: int | None = None
    ran_out: date | None = None


@dataclass(frozen=True, slots=True)
class TypeOffer:
    """One row of the offer: the type, and either the profile's permission or the refusal."""

    type: MeasureType
    offer: Offer | None
    refusal: Refusal | None


def offers(catalogue: Catalogue, profile: DiseaseProfile, asking: Asking) -> tuple[TypeOffer, ...]:
    """Return every type of the catalogue with its permission or the reason why not."""
    return tuple(offer_of(one, profile, asking) for one in catalogue.types.values())


def offer_of(kind: MeasureType, profile: DiseaseProfile, asking: Asking) -> TypeOffer:
    """Say whether one type may be offered."""
    allowed = offer(profile, kind.code, asking.circumstances)
    if isinstance(allowed, Refusal):
        return TypeOffer(kind, None, allowed)
    refusal = _out_of_date(kind, profile, asking, allowed) or _why_not(kind, profile, asking)
    return TypeOffer(kind, None if refusal else allowed, refusal)


def lost_ground(
    kind: MeasureType | None, profile: DiseaseProfile, facts: Circumstances, basis: str
) -> Refusal | None:
    """Return why profile, legal class, level or weight of the epidemic carry a type no more.

    Who decides, how wide and on whose assessment was asked when it was decided, once.
    """
    if kind is None:
        return None
    allowed = offer(profile, kind.code, facts)
    if isinstance(allowed, Refusal):
        return allowed
    said: dict[str, str | int] = {"measure": kind.code}
    if kind.classes and _class_of(profile) not in kind.classes:
        return Refusal("class_does_not_allow", said | {"profile": profile.reference}, "IDL 58, 63")
    if kind.needs_major(basis) and not facts.major_epidemic:
        return Refusal("major_epidemic_missing", said, "IDL 63")
    return None


def _out_of_date(
    kind: MeasureType, profile: DiseaseProfile, asking: Asking, allowed: Offer
) -> Refusal | None:
    """Keep a profile that has run out from letting anything new restrict people.

    Advice and care go on: what the profile ties to no condition and nobody is held to.
    """
    if asking.ran_out is None:
        return None
    if not kind.restricts and allowed.permission is Permission.ALLOWED:
        return None
    said = {
        "measure": kind.code, "profile": profile.reference, "day": asking.ran_out.isoformat(),
    }  # fmt: skip
    return Refusal("profile_ran_out", said, "profiles 5.3")


def _why_not(kind: MeasureType, profile: DiseaseProfile, asking: Asking) -> Refusal | None:
    said: dict[str, str | int] = {"measure": kind.code}
    if kind.classes and _class_of(profile) not in kind.classes:
        return Refusal("class_does_not_allow", said | {"profile": profile.reference}, "IDL 58, 63")
    refusal = _authority(kind, asking, said) or _reach(kind, asking, said)
    if refusal is None and kind.register:
        waits = {"register": kind.register.zh, "register_en": kind.register.en}
        refusal = Refusal("register_not_there", said | waits, "law 3.5")
    return refusal or _necessity(kind, asking, said)


def _necessity(kind: MeasureType, asking: Asking, said: dict[str, str | int]) -> Refusal | None:
    """Ask what the article asks, and for whatever restricts people its assessment anyway."""
    major = kind.needs_major(asking.basis)
    if major and not asking.circumstances.major_epidemic:
        return Refusal("major_epidemic_missing", said, "IDL 63")
    if (major or kind.restricts) and not asking.assessed:
        return Refusal("necessity_not_assessed", said, "IDL 63")
    return None


def _reach(kind: MeasureType, asking: Asking, said: dict[str, str | int]) -> Refusal | None:
    """Keep a measure for a place, or for a part of one, from covering a whole area."""
    if asking.widest is None or asking.widest >= kind.widest.fineness:
        return None
    return Refusal("wider_than_type", said | {"reach": str(kind.widest)}, "IDL 17, 64; PHERL 9")


def _authority(kind: MeasureType, asking: Asking, said: dict[str, str | int]) -> Refusal | None:
    if asking.level > Level.COUNTY:
        return Refusal("level_may_not_decide", said, "IDL 63")
    if kind.decider is Decider.SUPERIOR:
        return Refusal("superior_decides", said, "IDL 66")
    if asking.level > kind.decider.level:
        return Refusal("authority_too_low", said, "law 3.5")
    return None


def _class_of(profile: DiseaseProfile) -> LegalClass:
    as_a = profile.managed_as_a or profile.provisional_a
    return LegalClass.A if as_a else profile.legal_class
