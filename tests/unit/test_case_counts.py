"""Counts of cases: nobody twice, missing is not zero, persons stay outside."""

from datetime import date

import pytest

from bihuan.domain.registers.personal import holds_personal_number, is_personal_column
from bihuan.domain.surveillance.case_rows import parse_cases
from bihuan.domain.surveillance.cases import CaseCell, CaseStatus, Origin, Route, counts_of
from bihuan.domain.surveillance.regimes import Effect, Regime, blank_days, comparable_from
from bihuan.domain.surveillance.tree import children_of, counts_by_zone, rolled, silent

CITY, NORTH, SOUTH = 990100_000_000_000, 990102_000_000_000, 990121_000_000_000
ZONES = {CITY, NORTH, SOUTH}
TODAY = date(2022, 11, 28)
HEADER = ("day", "zone", "count", "converted", "route", "status", "window_start", "window_end")


def cell(count, *, zone=NORTH, route="not_given", status="not_given", converted=0, origin=None):
    return CaseCell(
        zone, "2022-11-28", origin or Origin.NOT_GIVEN, Route(route), CaseStatus(status), count,
        converted,
    )  # fmt: skip


def parsed(**cells):
    line = {"day": "2022-11-28", "zone": "990102", "count": "3", **cells}
    return parse_cases([line], HEADER, today=TODAY, zones=ZONES)


def test_routes_say_whether_somebody_fell_ill_first_or_was_screened():
    found = counts_of(
        [
            cell(3, route="fever_clinic"),
            cell(1, route="self_report"),
            cell(6, route="community_screening"),
            cell(8, route="central_quarantine"),
        ]
    )
    assert (found.symptomatic, found.screened) == (4, 14)
    coarse = counts_of([cell(3, route="fever_clinic"), cell(6, route="managed")])
    assert (coarse.symptomatic, coarse.screened) == (None, None)
    none = counts_of([cell(0)])
    assert (none.symptomatic, none.screened) == (0, 0)


def test_an_infection_that_changes_its_status_is_counted_once():
    found = counts_of(
        [
            cell(10, status="confirmed", converted=4),
            cell(20, status="asymptomatic"),
            cell(9, status="suspected"),
        ]
    )
    assert (found.new, found.conversions) == (26, 4)


def test_splits_side_by_side_are_never_added():
    found = counts_of(
        [
            cell(4, route="central_quarantine"),
            cell(3, route="self_report"),
            cell(7, status="pending"),
            cell(7),
        ]
    )
    assert (found.new, found.community, found.managed, found.agree) == (7, 3, 4, True)


def test_splits_with_different_totals_are_told():
    assert not counts_of([cell(4, route="self_report"), cell(7, status="pending")]).agree


def test_without_routes_the_community_count_is_unknown_unless_nobody_was_found():
    assert counts_of([cell(4)]).community is None
    assert counts_of([cell(0)]).community == 0


def test_a_zone_without_a_report_is_missing_not_zero():
    own, children = counts_by_zone([cell(4)]), children_of(ZONES)
    assert rolled(CITY, own, children) is None
    assert silent(CITY, own, children) == [SOUTH]
    both = counts_by_zone([cell(4), cell(0, zone=SOUTH)])
    assert rolled(CITY, both, children).new == 4


def test_an_own_report_goes_before_the_sum_of_the_parts():
    own = counts_by_zone([cell(9, zone=CITY), cell(4), cell(3, zone=SOUTH)])
    assert rolled(CITY, own, children_of(ZONES)).new == 9


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"count": "-3"}, "count", "cell_number_too_small"),
        ({"count": "2.5"}, "count", "cell_not_a_whole_number"),
        ({"count": "=1+1"}, "count", "cell_not_a_whole_number"),
        ({"count": "three"}, "count", "cell_not_a_whole_number"),
        ({"day": "2022-11-29"}, "day", "day_in_the_future"),
        ({"day": "2022-11-28T18:00"}, "day", "day_has_a_time"),
        ({"day": "2022-11-27T16:00:00Z"}, "day", "day_has_a_time"),
        ({"day": "2022-11-28T00:00:00+08:00"}, "day", "day_has_a_time"),
        ({"day": "28.11."}, "day", "cell_impossible_date"),
        ({"zone": "141002"}, "zone", "case_zone_unknown"),
        ({"zone": "Beimen"}, "zone", "case_zone_unknown"),
        ({"converted": "4"}, "converted", "case_converted_exceeds_count"),
        ({"route": "street"}, "route", "cell_not_a_choice"),
        ({"window_start": "2022-11-27T18:00"}, "window_end", "window_half_given"),
        (
            {"window_start": "2022-11-28T18:00", "window_end": "2022-11-27T18:00"},
            "window_end",
            "window_impossible",
        ),
        (
            {"window_start": "2022-11-26T18:00", "window_end": "2022-11-27T18:00"},
            "window_end",
            "window_of_another_day",
        ),
    ],
)
def test_bad_cells_name_row_and_field(cells, column, code):
    found, problems = parsed(**cells)
    assert found == []
    assert [(one.row, one.column, one.code) for one in problems] == [(2, column, code)]


def test_an_empty_count_is_missing_and_never_zero():
    assert parsed(count="") == ([], [])


def test_a_row_of_hashtags_is_passed_over():
    assert parsed(day="#date", zone="#adm+code", count="#affected") == ([], [])


def test_a_window_in_another_time_zone_is_the_same_instant():
    found, problems = parsed(
        window_start="2022-11-27T10:00:00+00:00", window_end="2022-11-28T10:00:00Z"
    )
    assert problems == []
    assert found[0].window[1].isoformat() == "2022-11-28T10:00:00+00:00"


def test_the_same_count_twice_names_the_first_row():
    line = {"day": "2022-11-28", "zone": "990102", "count": "3"}
    _, problems = parse_cases([line, line], HEADER[:3], today=TODAY, zones=ZONES)
    assert [(one.row, one.code, one.params) for one in problems] == [
        (3, "case_row_twice", {"first_row": 2})
    ]


@pytest.mark.parametrize(
    "name",
    [
        "身份证号",
        "姓名",
        "手机号码",
        "行程轨迹",
        "id_number",
        "ID Card",
        "Phone",
        "GPS track",
        "lat",
        "身份证号码",
        "IDNo",
        "户主电话",
        "联系方式",
        "家庭地址",
        "passport_no",
        "home_email",
        "健康码",
        "出生日期",
        "患者姓名",
    ],
)
def test_columns_of_persons_are_refused_by_name(name):
    assert is_personal_column(name)
    _, problems = parse_cases([], ("day", "zone", "count", name), today=TODAY, zones=ZONES)
    assert [(one.code, one.column) for one in problems] == [("column_of_persons", name)]


@pytest.mark.parametrize(
    "name",
    ["day", "zone", "route", "window_start", "source", "identity", "出生人数", "值班电话",
     "duty_email", "patient_count", "家庭户数", "name"],
)  # fmt: skip
def test_ordinary_columns_are_not_taken_for_persons(name):
    assert not is_personal_column(name)


def test_an_unknown_column_is_named_with_the_known_ones():
    _, problems = parse_cases([], ("day", "zone", "count", "orgin"), today=TODAY, zones=ZONES)
    assert problems[0].code == "column_unknown"
    assert "origin" in problems[0].params["known"]


def test_numbers_of_persons_in_texts_are_found():
    assert holds_personal_number("见 141002199001011234 的报告")
    assert holds_personal_number("tel 13800138000")
    assert not holds_personal_number("临卫发〔2022〕112号 20221128")


def regime(first, last=None, effect=Effect.LEVEL_SHIFT):
    return Regime(
        CITY, date.fromisoformat(first), last and date.fromisoformat(last), effect, "", ""
    )


def test_counts_are_compared_within_one_regime_only():
    last = date(2022, 12, 10)
    assert comparable_from([], last) is None
    assert comparable_from([regime("2022-12-07")], last) == date(2022, 12, 7)
    assert comparable_from([regime("2022-11-01", "2022-11-20")], last) == date(2022, 11, 21)
    assert comparable_from([regime("2022-12-07", effect=Effect.BLANK)], last) > last
    shut = [regime("2022-11-02", "2022-11-03", Effect.BLANK)]
    days = [date(2022, 11, n) for n in (1, 2, 3, 4)]
    assert blank_days(shut, days) == [False, True, True, False]
