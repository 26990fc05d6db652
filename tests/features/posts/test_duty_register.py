import pytest
from tests.factories.acting import acting
from tests.factories.posts import (
    ADMIN,
    BRIDGE,
    CLERK,
    GRIDS,
    HOLDERS,
    LEADER,
    MARKET,
    NOON,
    SECRETARY,
    START,
    UNIT_DUTY,
    VERIFIER,
    appointment,
    enter_posts,
    holding,
    table,
    tables,
)  # fmt: skip
from tests.factories.territory import CITY, FIELD, HILL, NORTH, RIVER, enter_city

from bihuan.domain.roles import Role
from bihuan.domain.zones import Level, range_of
from bihuan.features.posts import api
from bihuan.platform.auth import system_post
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.db.reader import Reader
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city():
    enter_city()
    yield
    assert check(Session(), ledgered_tables())[1] == []


def problems(**changed):
    report = api.check_duty(tables(**changed), by=acting(Role.ADMINISTRATOR, CITY))
    return [(p.sheet, p.row, p.column, p.code) for p in report.problems]


def test_the_register_enters_one_entry_for_each_chain_and_twice_changes_nothing():
    before = Session().one("SELECT count(*) FROM ledger_event")[0]
    first = enter_posts()
    assert first.changed == 0
    assert first.new == 7 + 13 + 13 + 13 + 2 + 7
    assert Session().one("SELECT count(*) FROM ledger_event")[0] == before + 3
    assert enter_posts().new == 0
    assert enter_posts(key="cd" * 32).new == 0
    assert Session().one("SELECT count(*) FROM ledger_event")[0] == before + 3


@pytest.mark.parametrize(
    ("sheet", "row", "column", "code"),
    [
        ("organisations", (9, "新", "", "club", CITY, ""), "kind", "cell_not_a_choice"),
        ("organisations", (9, "新", "", "other", 990199000000000, ""), "zone", "zone_unknown"),
        ("organisations", (9, "新", "", "other", CITY, 77), "parent", "points_nowhere"),
        (
            "organisations",
            (9, "新", "", "other", CITY, 9),
            "parent",
            "organisation_is_its_own_parent",
        ),
        ("organisations", (1, "新", "", "other", CITY, ""), "id", "number_twice"),
        ("posts", (600, "岗", "", 1, "mayor", CITY, ""), "role", "cell_not_a_choice"),
        ("posts", (600, "岗", "", 1, "system", CITY, ""), "role", "cell_not_a_choice"),
        ("posts", (600, "岗", "", 1, "grid_worker", CITY, ""), "role", "role_not_at_level"),
        ("posts", (600, "岗", "", 99, "clerk", CITY, ""), "organisation", "points_nowhere"),
        ("posts", (600, "岗", "", 1, "clerk", CITY, "call me"), "work_phone",
         "cell_not_a_phone_number"),
        ("posts", (600, "岗", "", 1, "clerk", 77, ""), "zone", "zone_unknown"),
        ("people", (600, "", ""), "name", "cell_missing"),
        ("people", ("=1+1", "某", ""), "id", "cell_not_a_whole_number"),
        ("appointments", (CLERK, 9999, "deputy", START, ""), "person", "points_nowhere"),
        ("appointments", (CLERK, 1502, "primary", START, ""), "post", "post_held_twice"),
        ("appointments", (CLERK, 1502, "primary", "2026-07-01", "2026-08-02"), "post",
         "post_held_twice"),
        ("appointments", (CLERK, 1502, "boss", START, ""), "kind", "cell_not_a_choice"),
        ("appointments", (CLERK, 1502, "deputy", "", ""), "valid_from", "cell_missing"),
        ("appointments", (CLERK, 1502, "deputy", START, "2026-07-01"), "valid_to",
         "dates_reversed"),
        ("responsibilities", ("fire_egress", BRIDGE, LEADER, "", "", "2026-08-03", ""),
         "valid_from", "responsibility_overlaps"),
        ("responsibilities", ("traffic", BRIDGE, LEADER, LEADER, "", START, ""), "deputy",
         "deputy_is_the_post_itself"),
        ("responsibilities", ("traffic", BRIDGE, 7, "", "", START, ""), "post", "points_nowhere"),
        ("responsibilities", ("traffic", HILL, LEADER, "", "", START, ""), "post",
         "post_does_not_reach_zone"),
        ("responsibilities", ("juggling", BRIDGE, LEADER, "", "", START, ""), "function",
         "cell_not_a_choice"),
        ("rules", ("community_control", "township", "clerk", "", ""), "role",
         "role_not_at_level"),
        ("rules", ("community_control", "township", "unit_duty", "", ""), "function",
         "rule_twice"),
    ],
)  # fmt: skip
def test_each_bad_row_is_named_with_its_sheet_row_and_column(sheet, row, column, code):
    lines = tables()[sheet][1]
    known = [tuple(line.values()) for line in lines]
    assert problems(**{sheet: [*known, row]}) == [(sheet, len(known) + 2, column, code)]


def test_a_row_is_told_everything_at_once_and_rows_that_point_to_it_nothing():
    rows = [*(tuple(line.values()) for line in tables()["posts"][1])]
    holder = (600, 1502, "deputy", START, "")
    seats = [*(tuple(line.values()) for line in tables()["appointments"][1]), holder]
    bad = (600, "岗", "", 99, "mayor", 77, "call me")
    assert problems(posts=[*rows, bad], appointments=seats) == [
        ("posts", len(rows) + 2, "organisation", "points_nowhere"),
        ("posts", len(rows) + 2, "role", "cell_not_a_choice"),
        ("posts", len(rows) + 2, "work_phone", "cell_not_a_phone_number"),
        ("posts", len(rows) + 2, "zone", "zone_unknown"),
    ]


def test_organisations_in_a_circle_are_named():
    circle = [(21, "甲", "", "other", CITY, 22), (22, "乙", "", "other", CITY, 21)]
    found = problems(organisations=circle, posts=[],
                     appointments=[], responsibilities=[])  # fmt: skip
    assert [code for *_, code in found] == ["organisations_in_a_circle"] * 2


def test_a_sheet_nobody_knows_and_a_missing_column_are_named():
    odd = {"salaries": table("people", []), "people": (("id",), [{"id": "1"}])}
    report = api.check_duty(odd, by=acting(Role.ADMINISTRATOR, CITY))
    assert [(p.sheet, p.column, p.code) for p in report.problems] == [
        ("salaries", "", "sheet_unknown"),
        ("people", "name", "column_missing"),
    ]


def test_columns_on_persons_are_refused_by_name_in_every_sheet_and_its_own_are_not():
    given = tables()
    for sheet, name in (("people", "身份证号"), ("posts", "homePhone"), ("rules", "ＧＰＳ track")):
        header, rows = given[sheet]
        given[sheet] = ((*header, name), rows)
    report = api.check_duty(given, by=acting(Role.ADMINISTRATOR, CITY))
    assert [(p.sheet, p.row, p.column, p.code) for p in report.problems] == [
        ("posts", 1, "homePhone", "column_of_persons"),
        ("people", 1, "身份证号", "column_of_persons"),
        ("rules", 1, "ＧＰＳ track", "column_of_persons"),
    ]


def test_the_telephone_of_a_unit_is_not_taken_for_a_persons(db):
    given = tables()
    told = {
        "organisations": ("phone", "地址"),
        "posts": ("email", "值班电话"),
        "people": ("姓名", "手机号"),
    }
    for sheet, names in told.items():
        header, rows = given[sheet]
        given[sheet] = ((*header, *names), rows)
    report = api.check_duty(given, by=acting(Role.ADMINISTRATOR, CITY))
    assert {p.column: p.code for p in report.problems} == {
        **dict.fromkeys(("phone", "地址", "email", "值班电话", "姓名"), "column_unknown"),
        "手机号": "column_of_persons",
    }


def test_a_second_open_holder_is_refused_against_what_is_stored():
    enter_posts()
    only = {"appointments": table("appointments", [(CLERK, 1502, "primary", "2026-08-02", "")])}
    report = api.check_duty(only, by=acting(Role.ADMINISTRATOR, CITY))
    assert [p.code for p in report.problems] == ["post_held_twice"]
    both = [appointment(CLERK, end="2026-08-02"), (CLERK, 1502, "primary", "2026-08-02", "")]
    answer = api.import_duty(
        by=acting(Role.SYSTEM, CITY, person=0),
        tables={"appointments": table("appointments", both)},
        key="ef" * 32,
    )
    assert (answer.new, answer.changed) == (1, 1)
    assert [p.post for p in api.posts_held(HOLDERS[CLERK], NOON)] == []
    assert {p.post for p in api.posts_held(1502, NOON)} == {CLERK, SECRETARY}


def test_what_an_administrator_enters_waits_for_a_second_person():
    by = acting(Role.ADMINISTRATOR, CITY, person=9)
    api.import_duty(by=by, tables=tables(), key="ab" * 32)
    assert api.posts_held(HOLDERS[CLERK], NOON) == []
    report = api.gaps(at=NOON, scope=range_of(CITY))
    assert report.held == 0
    assert not report.whole


def test_the_machine_confirms_what_the_only_administrator_entered_in_a_browser():
    by = acting(Role.ADMINISTRATOR, CITY, person=9)
    api.import_duty(by=by, tables=tables(), key="ab" * 32)
    assert not api.others_confirm(by.person, at=NOON)
    waiting = len(api.waiting_in(scope=range_of(CITY)))
    assert api.check_duty(tables(), by=system_post()).comparison.changed == waiting
    assert api.import_duty(by=system_post(), tables=tables(), key="ab" * 32).changed == waiting
    assert api.waiting_in(scope=range_of(CITY)) == []
    assert api.import_duty(by=system_post(), tables=tables(), key="ab" * 32).changed == 0


def test_who_answers_is_found_here_or_above_at_the_level_asked_for():
    enter_posts()
    read = Reader(Session())

    def who(function, zone, **more):
        return api.responsible_in(read, function=function, zone=zone, at=NOON, **more)

    found = who("community_control", GRIDS[0])
    assert (found.post, found.unit, found.zone) == (LEADER, 3, BRIDGE)
    assert found.escalation.post == SECRETARY
    at_township = who("community_control", GRIDS[0], level=Level.TOWNSHIP)
    assert (at_township.post, at_township.deputy.post) == (SECRETARY, UNIT_DUTY)
    assert who("fire_egress", MARKET) is None
    assert who("traffic", GRIDS[0]) is None


def test_posts_held_carry_role_scope_and_names():
    enter_posts()
    by = holding(SECRETARY)
    assert (by.actor.role, by.actor.level, by.scope) == (
        Role.TOWNSHIP_SECRETARY, Level.TOWNSHIP, range_of(RIVER),
    )  # fmt: skip
    assert by.unit_zh == "河滨街道办事处"
    assert api.posts_held(HOLDERS[SECRETARY], NOON.replace(month=7)) == []


def test_verifiers_come_from_units_that_are_not_involved():
    enter_posts()
    assert [p.id for p in api.verifiers(zone=BRIDGE, at=NOON)] == [VERIFIER, VERIFIER + 4]
    assert [p.id for p in api.verifiers(zone=BRIDGE, at=NOON, excluding_units=[6])] == [511]
    assert [p.id for p in api.verifiers(zone=FIELD, at=NOON)] == [511]
    assert api.unit_of(VERIFIER) == 6
    assert api.unit_of(1) is None
    assert api.post_label(LEADER) == "石桥社区居委会 社区主任"
    assert api.post_label(1) == "—"
    assert {p.id for p in api.posts_in(scope=range_of(BRIDGE))} == {LEADER, 504}
    held = api.held_posts(scope=range_of(CITY), role=Role.ADMINISTRATOR, at=NOON)
    assert [p.id for p in held] == [ADMIN]
    assert NORTH in {u.zone for u in api.units_in(scope=range_of(CITY))}


@pytest.mark.parametrize("role", ["resident", "business_owner", "system"])
def test_a_role_that_no_post_has_is_refused_and_not_offered(role):
    row = (600, "岗", "", 1, role, CITY, "")
    report = api.check_duty(tables(posts=[row]), by=acting(Role.ADMINISTRATOR, CITY))
    (said,) = [p.params for p in report.problems if p.code == "cell_not_a_choice"]
    assert said["value"] == role
    allowed = said["allowed"].split(", ")
    assert "grid_worker" in allowed
    assert not {"resident", "business_owner", "system"} & set(allowed)
