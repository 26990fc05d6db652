from datetime import UTC, datetime, timedelta

import pytest
from tests.factories.acting import acting
from tests.factories.territory import (
    BRIDGE,
    CITY,
    GRIDS,
    HILL,
    MARKET,
    NORTH,
    RIVER,
    TEMPLE,
    administrator,
    enter_city,
)  # fmt: skip

from bihuan.domain.places import PlaceKind
from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.territory import api
from bihuan.platform.clock.system import fixed_at, now
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db
TABLES = frozenset(
    {"territory_zone", "territory_succession", "territory_former_name", "territory_place"}
)
BEFORE = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def carried_on(code):
    return {one.code for one in api.history_of(code).successors}


@pytest.fixture(autouse=True)
def _city():
    with fixed_at(BEFORE - DAY):
        enter_city()
    yield
    assert check(Session(), TABLES)[1] == []


def later(days=0):
    return fixed_at(BEFORE + days * DAY)


def current(scope=CITY):
    return {zone.code for zone in api.zones_in(scope=range_of(scope))}


def test_two_townships_become_one_and_everything_below_follows():
    new = api.NewZone(NORTH + 9 * 10**6, "新河街道")
    with later():
        answer = api.merge_zones(by=administrator(), sources=[RIVER, HILL], target=new, key="m")
    assert isinstance(answer, Outcome)
    assert current(new.code) == {
        new.code, new.code + 1000, new.code + 1001, new.code + 1002, new.code + 2000,
        new.code + 3000,
    }  # fmt: skip
    assert current(RIVER) == current(HILL) == set()
    assert carried_on(GRIDS[0]) == {new.code + 1001}
    assert carried_on(RIVER) == {new.code}
    assert api.zone_of(BRIDGE).name.zh == "石桥社区"
    assert api.population(new.code).residents is not None


def test_the_territory_can_be_read_as_it_was():
    with later():
        api.merge_zones(
            by=administrator(), sources=[BRIDGE, MARKET], target=api.NewZone(BRIDGE, ""), key="m"
        )
    with later(2):
        api.rename_zone(by=administrator(), zone=BRIDGE, name_zh="桥市社区", name_en="", key="r")
    names = {}
    for days in (-1, 1, 3):
        zones = api.as_it_was(at=BEFORE + days * DAY, scope=range_of(RIVER))
        names[days] = {z.code: z.name.zh for z in zones}
    assert names[-1][MARKET] == "集市社区"
    assert MARKET not in names[1]
    assert names[1][BRIDGE] == "石桥社区"
    assert names[3][BRIDGE] == "桥市社区"
    steps = [(one.kind, one.old.zh) for one in api.history_of(BRIDGE).steps]
    assert ("renamed", "石桥社区") in steps
    assert api.zone_of(BRIDGE).residents == 7000


def test_a_split_leaves_people_unknown_and_keeps_the_history():
    part = api.NewZone(RIVER + 5_000, "石桥北社区")
    parts = [api.NewZone(BRIDGE, ""), part]
    with later():
        answer = api.split_zone(
            by=administrator(),
            source=BRIDGE,
            parts=parts,
            children={part.code: [GRIDS[1]]},
            key="s",
        )
    assert answer.result["successions"] == [[BRIDGE, part.code], [GRIDS[1], part.code + 2]]
    assert carried_on(BRIDGE) == {BRIDGE, part.code}
    assert api.zone_of(part.code).residents is None
    assert api.zone_of(part.code + 2).residents == 2000
    assert [one.kind for one in api.history_of(BRIDGE).steps] == ["split"]


def test_villages_called_alike_are_told_apart_by_their_townships_and_keep_their_grids():
    twin, new = HILL + 8_000, NORTH + 9 * 10**6
    for code, name in ((twin, "石桥社区"), (twin + 1, "第一网格")):
        draft = api.ZoneDraft(code, name)
        with later(-1):
            answer = api.create_zone(by=administrator(), draft=draft, key=name)
        assert isinstance(answer, Outcome)
    with later():
        answer = api.merge_zones(
            by=administrator(), sources=[RIVER, HILL], target=api.NewZone(new, "新河街道"), key="m"
        )
    assert isinstance(answer, Outcome)
    names = {zone.name.zh for zone in api.children(new)}
    assert names >= {"石桥社区（原河滨街道）", "石桥社区（原东山镇）", "集市社区", "庙前村"}
    (moved,) = carried_on(twin)
    assert [zone.name.zh for zone in api.children(moved)] == ["第一网格"]
    assert api.zone_of(new + 1_000).name.en == "Shiqiao Community (formerly of Hebin Subdistrict)"
    assert [
        zone.code for zone in api.search_zones("shiqiaoshequyuandong", scope=range_of(CITY))
    ] == [moved]
    assert api.zone_of(twin).name.zh == "石桥社区"


@pytest.mark.parametrize("names", [("", "石桥社区"), ("", "集市社区"), ("北社区", "北社区")])
def test_a_split_into_zones_called_alike_is_refused(names):
    codes = (RIVER + 8_000 if names[0] else BRIDGE, RIVER + 9_000)
    parts = [api.NewZone(code, name) for code, name in zip(codes, names, strict=True)]
    with later():
        answer = api.split_zone(
            by=administrator(), source=BRIDGE, parts=parts,
            children={codes[0]: GRIDS}, key="s",
        )  # fmt: skip
    assert isinstance(answer, Refusal)
    assert answer.code == "zone_name_taken"


@pytest.mark.parametrize(
    ("sources", "target", "code"),
    [
        ([BRIDGE], BRIDGE, "merge_needs_two_zones"),
        ([BRIDGE, RIVER + 77_000], BRIDGE, "zone_not_in_force"),
        ([BRIDGE, HILL], BRIDGE, "zones_of_different_levels"),
        ([BRIDGE, MARKET], TEMPLE, "zone_code_already_given"),
        ([BRIDGE, MARKET], HILL + 50_000, None),
        ([BRIDGE, MARKET], NORTH + 55 * 10**6 + 1000, "zone_parent_not_in_force"),
        ([BRIDGE, MARKET], 12, "zone_code_malformed"),
    ],
)
def test_an_impossible_merger_is_refused_with_its_reason(sources, target, code):
    named = api.NewZone(target, "并社区")
    answer = api.merge_zones(by=administrator(), sources=sources, target=named, key="m")
    assert isinstance(answer, Refusal) == (code is not None)
    if code is not None:
        assert answer.code == code


def test_only_those_who_may_change_boundaries():
    by = acting(Role.TOWNSHIP_SECRETARY, RIVER)
    answer = api.merge_zones(
        by=by, sources=[BRIDGE, MARKET], target=api.NewZone(BRIDGE, ""), key="m"
    )
    assert isinstance(answer, Refusal)


def test_zones_are_created_renamed_and_retired_with_their_reasons():
    by = administrator()
    code = RIVER + 6_000
    draft = api.ZoneDraft(code, "柳林社区")
    assert isinstance(api.create_zone(by=by, draft=draft, key="a"), Outcome)
    assert api.create_zone(by=by, draft=draft, key="b").code == "zone_code_already_given"
    twin = api.ZoneDraft(RIVER + 7_000, "柳林社区")
    assert api.create_zone(by=by, draft=twin, key="c").code == "zone_name_taken"
    like = {"name_zh": "柳林\u00a0社区", "name_en": ""}
    assert api.rename_zone(by=by, zone=BRIDGE, key="c2", **like).code == "zone_name_taken"
    unseen = api.ZoneDraft(RIVER + 7_000, "\u3164")
    assert api.create_zone(by=by, draft=unseen, key="c3").code == "zone_name_missing"
    orphan = api.ZoneDraft(NORTH + 77 * 10**6 + 1_000, "孤村")
    assert api.create_zone(by=by, draft=orphan, key="d").code == "zone_parent_not_in_force"
    assert (
        api.create_zone(by=by, draft=api.ZoneDraft(3, "x"), key="e").code == "zone_code_malformed"
    )
    assert api.retire_zone(by=by, zone=RIVER, key="f").code == "zone_has_zones_below"
    assert api.retire_zone(by=by, zone=CITY, key="g").code == "city_cannot_be_reshaped"
    assert isinstance(api.retire_zone(by=by, zone=code, key="h"), Outcome)
    assert api.retire_zone(by=by, zone=code, key="i").code == "zone_not_in_force"
    assert not api.zone_of(code).in_force(now() + DAY)


def test_a_place_keeps_its_zone_and_its_name_is_given_once():
    by = acting(Role.COMMUNITY_LEADER, BRIDGE)
    draft = api.PlaceDraft(GRIDS[0], PlaceKind.MARKET, "石桥菜市场")
    first = api.create_place(by=by, draft=draft, key="a")
    assert api.create_place(by=by, draft=draft, key="b").code == "place_name_taken"
    assert [p.name.zh for p in api.places_in(scope=range_of(BRIDGE))] == ["石桥菜市场"]
    assert [p.id for p in api.search_places("菜市", scope=range_of(CITY))] == [
        first.result["place"]
    ]
    assert isinstance(api.retire_place(by=by, place=first.result["place"], key="c"), Outcome)
    again = api.create_place(by=by, draft=draft, key="d")
    assert again.result["place"] != first.result["place"]
    elsewhere = api.PlaceDraft(MARKET, PlaceKind.SHOP, "店")
    assert isinstance(api.create_place(by=by, draft=elsewhere, key="e"), Refusal)


@pytest.mark.parametrize("name", ["<b>石桥</b>", "石桥\u202e社区", "石\x07桥", "石\u200b桥"])
def test_no_name_carries_markup_or_a_hidden_sign(name):
    answer = api.rename_zone(by=administrator(), zone=BRIDGE, name_zh=name, name_en="", key="r")
    assert answer.code == "zone_name_malformed"


def test_a_register_with_markup_in_a_name_is_told_its_row():
    row = {"code": "990102001009000", "name_zh": "<b>石桥</b>"}
    report = api.import_zones(by=administrator(), lines=[row], header=tuple(row), key="f" * 64)
    found = [(one.row, one.column, one.code) for one in report.problems]
    assert found == [(2, "name_zh", "zone_name_malformed")]
