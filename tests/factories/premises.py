"""Compounds of the small city: drawn, checked, with two ways out."""

from tests.factories.acting import acting
from tests.factories.territory import BRIDGE, NORTH

from bihuan.domain.places import PlaceKind
from bihuan.domain.roles import Role
from bihuan.features.premises import api
from bihuan.features.territory import api as territory
from bihuan.platform.commands import Outcome

PLAN = {
    "buildings": {"1号楼": 600, "2号楼": 400},
    "gates": [
        {"code": "北门", "state": "staffed", "width_cm": 450, "unlock_seconds": 10,
         "accessible": True, "lanes": 2},
        {"code": "南门", "state": "egress_only", "width_cm": 300, "unlock_seconds": 20},
    ],
    "junctions": ["中心"],
    "ways": [
        {"a": "1号楼", "b": "北门", "lane": True}, {"a": "1号楼", "b": "南门"},
        {"a": "2号楼", "b": "中心", "lane": True}, {"a": "中心", "b": "北门", "lane": True},
        {"a": "2号楼", "b": "南门"},
    ],
}  # fmt: skip


def inspector():
    return acting(Role.SUPERVISOR, NORTH, post=77, person=177, unit=9)


def keeper(zone=BRIDGE):
    return acting(Role.COMMUNITY_LEADER, zone, post=78, person=178, unit=8)


def place(name="石桥花园", zone=BRIDGE):
    draft = territory.PlaceDraft(zone, PlaceKind.COMPOUND, name)
    answer = territory.create_place(by=keeper(zone), draft=draft, key=f"place {zone} {name}")
    assert isinstance(answer, Outcome), answer
    return answer.result["place"]


def drawn(name="石桥花园", zone=BRIDGE, plan=PLAN):
    identity = place(name, zone)
    answer = api.draw_compound(by=keeper(zone), place=identity, plan=plan, key=f"draw {identity}")
    assert isinstance(answer, Outcome), answer
    return identity


def signed(name="石桥花园", zone=BRIDGE, *, days=7):
    identity = drawn(name, zone)
    measured = api.Measured({"北门": 10, "南门": 20}, days=days)
    answer = api.sign_check(
        by=inspector(), compound=identity, measured=measured, key=f"sign {identity}"
    )
    assert isinstance(answer, Outcome), answer
    assert answer.result["faults"] == 0
    return identity
