import pytest
from tests.factories.territory import BRIDGE, CITY, HEADER, NORTH, RIVER, line, lines

from bihuan.domain.registers.zones import KnownZone, parse_zones, sounds


def problems(*changed, known=()):
    _, found = parse_zones([*lines(), *changed], HEADER, known)
    return [(p.row, p.column, p.code) for p in found]


def extra(**cells):
    return line(RIVER + 9_000, RIVER, "新社区", "", "", "", "", "") | cells


def test_a_sound_register_has_no_problem():
    drafts, found = parse_zones(lines(), HEADER)
    assert found == []
    assert len(drafts) == 11


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"code": ""}, "code", "cell_missing"),
        ({"code": "14100"}, "code", "zone_code_malformed"),
        ({"code": "99010200100900x"}, "code", "cell_not_a_whole_number"),
        ({"code": "９９０１０２００１００９０００"}, "code", "cell_not_a_whole_number"),
        ({"code": "-990102001009000"}, "code", "cell_number_too_small"),
        ({"code": "990000000000000"}, "code", "zone_code_malformed"),
        ({"name_zh": " "}, "name_zh", "cell_missing"),
        ({"name_zh": "村" * 61}, "name_zh", "cell_too_long"),
        ({"name_zh": "石\x00桥"}, "name_zh", "cell_control_character"),
        ({"name_zh": "石桥社区"}, "name_zh", "zone_name_twice"),
        ({"name_zh": "\u3164\u00ad"}, "name_zh", "cell_control_character"),
        ({"parent": str(NORTH)}, "parent", "zone_parent_contradicts_code"),
        ({"parent": str(RIVER + 9_000)}, "parent", "zone_is_its_own_parent"),
        ({"parent": str(BRIDGE)}, "parent", "zone_parent_contradicts_code"),
        ({"level": "village"}, "level", "cell_not_a_choice"),
        ({"level": "county"}, "level", "zone_level_contradicts_code"),
        ({"attributes": "rich"}, "attributes", "cell_not_a_choice"),
        ({"residents": "-4"}, "residents", "cell_number_too_small"),
        ({"residents": "12.5"}, "residents", "cell_not_a_whole_number"),
        ({"residents": "9" * 18}, "residents", "cell_number_too_large"),
        ({"residents": "9" * 30}, "residents", "cell_number_too_large"),
        ({"valid_from": "2026-02-30"}, "valid_from", "cell_impossible_date"),
        ({"valid_from": "soon"}, "valid_from", "cell_impossible_date"),
        (
            {"valid_from": "2026-08-02", "valid_to": "2026-08-01"},
            "valid_to",
            "dates_reversed",
        ),
    ],
)
def test_each_bad_cell_is_named_with_its_row_and_column(cells, column, code):
    assert problems(extra(**cells)) == [(13, column, code)]


def test_a_row_is_told_everything_at_once():
    nowhere = extra(code=str(NORTH + 90_000_000 + 1_000), parent="", name_zh="", residents="-4")
    assert problems(nowhere, extra(code=nowhere["code"], parent="")) == [
        (13, "name_zh", "cell_missing"),
        (13, "parent", "zone_parent_unknown"),
        (13, "residents", "cell_number_too_small"),
        (14, "code", "zone_code_twice"),
        (14, "parent", "zone_parent_unknown"),
    ]


def test_a_code_given_twice_names_the_second_row():
    assert problems(extra(code=str(BRIDGE), name_zh="别名")) == [(13, "code", "zone_code_twice")]


def test_a_parent_that_nobody_knows_is_named():
    town = NORTH + 7 * 10**6
    cells = {"code": str(town + 1000), "parent": ""}
    assert problems(extra(**cells)) == [(13, "parent", "zone_parent_unknown")]
    assert problems(extra(**cells), known=[KnownZone(town, "镇")]) == []


def test_two_zones_that_name_each_other_as_parent_are_both_refused():
    one = extra(code=str(RIVER + 8_000), parent=str(RIVER + 9_000), name_zh="甲")
    two = extra(parent=str(RIVER + 8_000), name_zh="乙")
    found = problems(one, two)
    assert found == [
        (13, "parent", "zone_parent_contradicts_code"),
        (14, "parent", "zone_parent_contradicts_code"),
    ]


def test_a_name_stored_under_the_same_parent_is_refused_and_the_zone_itself_is_not():
    known = [KnownZone(RIVER + 5_000, "新社区")]
    assert problems(extra(), known=known) == [(13, "name_zh", "zone_name_twice")]
    assert problems(extra(), known=[KnownZone(RIVER + 9_000, "新社区")]) == []
    assert problems(extra(name_zh="新\u00a0社区"), known=known) == [
        (13, "name_zh", "zone_name_twice")
    ]


def test_a_file_without_the_needed_columns_is_refused_as_a_whole():
    drafts, found = parse_zones([{"name": "x"}], ["name"])
    assert drafts == []
    assert [(p.row, p.column, p.code) for p in found] == [
        (1, "code", "column_missing"),
        (1, "name_zh", "column_missing"),
    ]


def test_dates_are_read_in_the_forms_people_write():
    for written in ("2026-08-02", "2026/8/2", "20260802", "2026年8月2日", "2026.08.02"):
        drafts, found = parse_zones([extra(valid_from=written)], HEADER, [KnownZone(RIVER, "河")])
        assert found == []
        assert drafts[0].valid_from.isoformat() == "2026-08-02T00:00:00+08:00"


def test_empty_counts_stay_unknown():
    drafts, _ = parse_zones(lines(), HEADER)
    assert next(d for d in drafts if d.code == CITY).residents is None


def test_readings_become_what_people_type():
    assert sounds("yáo dū qū") == ("yaoduqu", "ydq")
    assert sounds("Lǜ Liáng") == ("lvliang", "ll")
    assert sounds("xi'an") == ("xian", "x")
    assert sounds("") == ("", "")


@pytest.mark.parametrize(
    ("cells", "params"),
    [
        ({"level": "7"}, {"value": "7", "allowed": "city, county, township, community, grid"}),
        ({"residents": "-5"}, {"value": "-5", "smallest": 0, "largest": 10**10}),
        ({"residents": "9" * 30}, {"value": "9" * 30, "smallest": 0, "largest": 10**10}),
        ({"code": "0"}, {"value": "0", "smallest": 1, "largest": 10**18}),
    ],
)
def test_a_refused_cell_says_what_the_file_accepts(cells, params):
    _, found = parse_zones([extra(**cells)], HEADER, [KnownZone(RIVER, "河滨街道")])
    assert [problem.params for problem in found] == [params]
