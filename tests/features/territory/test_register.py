import csv
from datetime import timedelta
from pathlib import Path

import pytest
from tests.factories.acting import acting
from tests.factories.territory import (
    BRIDGE,
    CITY,
    GRIDS,
    HEADER,
    MARKET,
    NORTH,
    RIVER,
    SOUTH,
    ZONES,
    administrator,
    enter_city,
    lines,
)  # fmt: skip

from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.territory import api
from bihuan.platform.clock import now
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db
TABLES = frozenset({"territory_zone", "territory_reading", "territory_place"})
DEMO = Path(__file__).parents[3] / "src/bihuan/site/demo/data/linfen_zones.csv"


def entries():
    return Session().one("SELECT count(*) FROM ledger_event")[0]


def test_a_register_is_one_entry_for_each_chain():
    answer = enter_city()
    assert (answer.new, answer.changed, answer.unchanged) == (11, 0, 0)
    chains = Session().all("SELECT chain, count(*) FROM ledger_event GROUP BY chain ORDER BY chain")
    assert chains == [(990100, 1), (990102, 1), (990121, 1)]
    assert check(Session(), TABLES)[1] == []


def test_the_same_file_again_changes_nothing():
    enter_city()
    before = entries()
    again = enter_city()
    assert (again.new, again.changed, again.unchanged) == (0, 0, 11)
    other_fingerprint = enter_city(key="bb" * 32)
    assert (other_fingerprint.new, other_fingerprint.changed) == (0, 0)
    assert entries() == before


def test_only_what_differs_is_written_and_columns_the_file_lacks_are_kept():
    enter_city()
    file = [{"code": str(BRIDGE), "name_zh": "石桥新社区"}]
    answer = api.import_zones(
        by=administrator(), lines=file, header=("code", "name_zh"), key="cc" * 32
    )
    assert (answer.new, answer.changed) == (0, 1)
    zone = api.zone_of(BRIDGE)
    assert (zone.name.zh, zone.residents, zone.name.en) == ("石桥新社区", 4000, "Shiqiao Community")
    assert check(Session(), TABLES)[1] == []


def test_a_name_that_a_file_replaces_stays_on_the_papers_of_before():
    enter_city()
    before = now()
    file = [{"code": str(BRIDGE), "name_zh": "石桥新社区"}, {"code": str(MARKET)}]
    header = ("code", "name_zh")
    file[1]["name_zh"] = api.zone_of(MARKET).name.zh
    api.import_zones(by=administrator(), lines=file, header=header, key="cc" * 32)
    (step,) = api.history_of(BRIDGE).steps
    assert (step.kind, step.old.zh, step.old.en) == ("renamed", "石桥社区", "Shiqiao Community")
    assert api.name_chain_at(BRIDGE, before)[-1].zh == "石桥社区"
    assert api.name_chain(BRIDGE)[-1].zh == "石桥新社区"
    assert api.history_of(MARKET).steps == []
    assert check(Session(), TABLES | {"territory_former_name"})[1] == []
    between = now()
    assert isinstance(
        api.undo_zones(by=administrator(), file="cc" * 32, reason="写错", key="u"), Outcome
    )
    assert api.zone_of(BRIDGE).name.zh == "石桥社区"
    assert api.name_chain_at(BRIDGE, between)[-1].zh == "石桥新社区", "papers of the hours between"
    assert check(Session(), TABLES | {"territory_former_name"})[1] == []


def test_a_zone_that_ended_is_neither_revived_nor_ended_anew_by_a_file():
    enter_city()
    later = now() + timedelta(hours=1)
    with fixed_at(later):
        merged = api.merge_zones(
            by=administrator(), sources=[MARKET, BRIDGE], target=api.NewZone(BRIDGE), key="m"
        )
        assert isinstance(merged, Outcome)
    header = ("code", "name_zh", "valid_to")
    with fixed_at(later + timedelta(hours=1)):
        stays = {"code": str(BRIDGE), "name_zh": "石桥社区", "valid_to": ""}
        for end in ("", "2030-01-01"):
            file = [stays, {"code": str(MARKET), "name_zh": "集市社区", "valid_to": end}]
            answer = api.import_zones(by=administrator(), lines=file, header=header, key="ab" * 32)
            assert [(one.row, one.column, one.code) for one in answer.problems] == [
                (3, "valid_to", "zone_ended_already")
            ]
        names, rows = api.register_lines()
        again = api.import_zones(by=administrator(), lines=list(rows), header=names, key="ac" * 32)
        assert (again.new, again.changed) == (0, 0), "what was written out goes in unchanged"


def test_what_was_taken_back_may_be_entered_again():
    enter_city()
    new = BRIDGE + 5
    file = [{"code": str(new), "name_zh": "新网格", "valid_to": ""}]
    for _ in range(2):
        answer = api.import_zones(
            by=administrator(), lines=file, header=("code", "name_zh", "valid_to"), key="ad" * 32
        )
        assert not getattr(answer, "problems", ())
        assert api.zone_of(new).valid_to is None
        done = api.undo_zones(by=administrator(), file="ad" * 32, reason="写错", key=f"u{_}")
        assert isinstance(done, Outcome)
        assert api.zone_of(new).valid_to is not None


@pytest.mark.parametrize("said", ["45992", "45992.5", "2026112", "202612"])
def test_a_number_that_a_spreadsheet_keeps_for_a_day_is_no_date(said):
    enter_city()
    file = [{"code": str(MARKET), "name_zh": "集市社区", "valid_from": said}]
    header = ("code", "name_zh", "valid_from")
    answer = api.import_zones(by=administrator(), lines=file, header=header, key="ae" * 32)
    assert [(one.row, one.column, one.code) for one in answer.problems] == [
        (2, "valid_from", "cell_impossible_date")
    ]


def test_a_file_with_one_bad_row_changes_nothing_and_names_the_row():
    bad = [*lines(), lines()[3] | {"code": "7"}]
    answer = api.import_zones(by=administrator(), lines=bad, header=HEADER, key="aa" * 32)
    assert [(p.row, p.column, p.code) for p in answer.problems] == [
        (13, "code", "zone_code_malformed")
    ]
    assert entries() == 0
    report = api.check_zones(bad, HEADER)
    assert (report.rows, report.comparison.new, len(report.problems)) == (12, 11, 1)


def test_a_column_on_persons_is_refused_by_name_and_an_unknown_one_is_passed_over():
    header = ("code", "name_zh", "户主手机", "备注")
    file = [{"code": str(CITY), "name_zh": "试验市", "户主手机": "13800138000", "备注": "—"}]
    answer = api.import_zones(by=administrator(), lines=file, header=header, key="ab" * 32)
    assert [(p.row, p.column, p.code) for p in answer.problems] == [
        (1, "户主手机", "column_of_persons")
    ]
    assert entries() == 0


def test_the_spot_of_a_zone_is_nobodys_data_and_the_columns_that_are_taken_are_named():
    header = ("code", "name_zh", "lat", "经度", "address", "值班电话")
    report = api.check_zones([], header)
    assert [(p.column, p.code) for p in report.problems] == [
        (name, "column_unknown") for name in header[2:]
    ]
    assert "residents, households" in str(report.problems[0].params["known"])


def test_nobody_but_the_administrator_enters_a_register():
    by = acting(Role.COMMUNITY_LEADER, BRIDGE)
    answer = api.import_zones(by=by, lines=lines(), header=HEADER, key="aa" * 32)
    assert len(answer.refusals) == 3
    assert answer.new == 0
    assert entries() == 0


def test_names_chains_children_and_people_are_read_by_code():
    enter_city()
    chain = [name.zh for name in api.name_chain(GRIDS[0])]
    assert chain == ["明州市", "北门区", "河滨街道", "石桥社区", "第一网格"]
    assert [z.code for z in api.children(RIVER)] == [BRIDGE, MARKET]
    assert api.population(RIVER) == api.Population(7000, 2600)
    assert api.population(CITY) == api.Population(150000, 50000)
    assert api.population(NORTH + 10**6 * 2).households is None
    assert api.zone_of(RIVER + 77_000) is None
    assert api.name_chain(5) == ()


def test_the_register_of_a_whole_city_enters_at_once():
    with DEMO.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    for row in list(rows):
        if row["level"] == "community" and len(rows) < 6500:
            code = int(row["code"])
            rows.append({"code": str(code + 1), "name_zh": "第一网格", "schematic": "1"})
            rows.append({"code": str(code + 2), "name_zh": "第二网格", "schematic": "1"})
    header = [*reader.fieldnames, "schematic"]
    answer = api.import_zones(by=acting(Role.SYSTEM, CITY), lines=rows, header=header, key="dd")
    assert answer.new == len(rows) > 6000
    assert Session().one("SELECT count(*) FROM ledger_event")[0] == 18


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("石桥", BRIDGE), ("shiqiao", BRIDGE), ("SHI QIAO", BRIDGE), ("sqsq", BRIDGE),
        ("qiao", BRIDGE), ("990102001001", BRIDGE), ("Shiqiao Com", BRIDGE), ("hbjd", RIVER),
        ("shí qiáo", BRIDGE), ("dywg", GRIDS[0]),
    ],
)  # fmt: skip
def test_zones_are_found_as_people_type_them(typed, found):
    enter_city()
    assert found in [zone.code for zone in api.search_zones(typed, scope=range_of(CITY))]


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "'; DROP TABLE", "1", "9" * 40, "\x00"])
def test_odd_searches_find_nothing_and_break_nothing(typed):
    enter_city()
    assert api.search_zones(typed, scope=range_of(CITY)) == []


def test_local_readings_come_before_the_dictionary():
    api.import_readings(
        by=acting(Role.SYSTEM, CITY), readings={"尧都": "yáo dū"}, city=CITY, key="ee"
    )
    zones = [*ZONES, (RIVER + 3_000, RIVER, "尧都社区", "", "", "", "", "")]
    enter_city(zones)
    hits = api.search_zones("yaodushequ", scope=range_of(CITY))
    assert [zone.name.zh for zone in hits] == ["尧都社区"]
    assert check(Session(), TABLES)[1] == []


def test_a_zone_of_another_city_and_a_date_no_clock_can_show_are_named_with_their_row():
    enter_city()
    other = 140100_000_000_000
    file = [
        {"code": str(other), "name_zh": "太原市"},
        {"code": str(other + 5_000_000_000), "name_zh": "小店区"},
        {"code": str(MARKET), "name_zh": "集市社区", "valid_from": "0001-01-01"},
        {"code": str(BRIDGE), "name_zh": "石桥社区", "valid_to": "9999-12-31T23:59:59-12:00"},
    ]
    header = ("code", "name_zh", "valid_from", "valid_to")
    answer = api.import_zones(by=administrator(), lines=file, header=header, key="dd" * 32)
    assert [(one.row, one.column, one.code) for one in answer.problems] == [
        (2, "code", "zone_outside_city"),
        (3, "code", "zone_outside_city"),
        (4, "valid_from", "cell_impossible_date"),
        (5, "valid_to", "cell_impossible_date"),
    ]


def test_a_zone_that_outlives_or_predates_the_one_above_it_is_named_with_its_row():
    enter_city()
    file = [
        {"code": str(SOUTH), "name_zh": "南山县", "valid_to": "2023-01-01"},
        {"code": str(RIVER), "name_zh": "河滨街道", "valid_from": "2026-08-01"},
        {"code": str(MARKET), "name_zh": "集市社区", "valid_from": "2020-01-01"},
    ]
    header = ("code", "name_zh", "valid_from", "valid_to")
    answer = api.import_zones(by=administrator(), lines=file, header=header, key="ee" * 32)
    assert [(one.row, one.column, one.code) for one in answer.problems] == [
        (2, "valid_to", "zone_has_zones_below"),
        (4, "valid_from", "zone_begins_before_parent"),
    ]
