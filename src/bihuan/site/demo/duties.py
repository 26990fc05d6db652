"""Which made-up desk (示意) of the demo city answers for which functions, and in which office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bihuan.domain.duties import DutyFunction, OrganisationKind

F = DutyFunction


@dataclass(frozen=True, slots=True)
class Desk:
    """One post beside the duty post of a county or township.

    Parameters
    ----------
    zh, en
        Its title after the name of the zone.
    functions
        What it answers for.
    office_zh, office_en, kind
        The county's own office it sits in; empty for the township itself.
    """

    zh: str
    en: str
    functions: tuple[DutyFunction, ...]
    office_zh: str = ""
    office_en: str = ""
    kind: OrganisationKind = OrganisationKind.DEPARTMENT


# What the round-the-clock duty post answers for itself; the desks share the rest.
COUNTY_DUTY = (F.INFORMATION, F.WORKFORCE)
COUNTY_DESKS = (
    Desk("消防联络岗", "Fire Liaison", (F.FIRE_EGRESS,), "消防救援大队", "Fire and Rescue"),
    Desk("交通保障岗", "Traffic Desk", (F.TRAFFIC,), "公安局", "Public Security Bureau"),
    Desk("医疗救治岗", "Medical Desk", (F.MEDICAL, F.PROTECTION, F.TESTING), "卫生健康局",
         "Health Bureau"),
    Desk("监测与病媒岗", "Surveillance Desk", (F.SURVEILLANCE, F.VECTOR_CONTROL), "疾控中心",
         "CDC", OrganisationKind.DISEASE_CONTROL),
    Desk("物资保障岗", "Supplies Desk", (F.SUPPLIES,), "发展和改革局",
         "Development and Reform Bureau"),
    Desk("市场保供岗", "Markets Desk", (F.MARKETS,), "市场监督管理局",
         "Market Regulation Bureau"),
    Desk("宣传岗", "Publicity Desk", (F.PUBLICITY,), "融媒体中心", "Media Centre"),
    Desk("集中场所岗", "Facilities Desk", (F.FACILITIES,), "民政局", "Civil Affairs Bureau"),
    Desk("监督保障岗", "Safeguards Desk", (F.SAFEGUARDS,), "司法局", "Justice Bureau"),
)  # fmt: skip
TOWNSHIP_DUTY = (F.COMMUNITY_CONTROL, F.INFORMATION, F.WORKFORCE)
TOWNSHIP_DESKS = (
    Desk("平安巡查岗", "Patrols Desk", (F.PATROLS, F.TRAFFIC)),
    Desk("物资保供岗", "Supplies Desk", (F.SUPPLIES, F.MARKETS)),
    Desk("卫生院防疫岗", "Clinic Desk", (F.TESTING, F.PROTECTION, F.VECTOR_CONTROL)),
    Desk("宣传岗", "Publicity Desk", (F.PUBLICITY,)),
)
COMMUNITY_DUTY = (
    F.COMMUNITY_CONTROL, F.FIRE_EGRESS, F.MEDICAL, F.SUPPLIES, F.PATROLS, F.PUBLICITY,
    F.VECTOR_CONTROL,
)  # fmt: skip


def functions_of(duty: Iterable[DutyFunction], desks: Sequence[Desk]) -> list[DutyFunction]:
    """Return everything that is answered for at a level, the duty post's part first."""
    return [*duty, *(one for desk in desks for one in desk.functions)]
