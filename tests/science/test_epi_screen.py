import numpy as np
import pytest

from bihuan.science.import_screen import KINDS, conversion_excess, predictive_limits, screen


def table(lines, header="date,count"):
    return "\n".join([header, *lines]) + "\n"


def days(counts, zone=None):
    tail = "" if zone is None else f",{zone}"
    return [f"2026-03-{i + 1:02d},{n}{tail}" for i, n in enumerate(counts)]


def flags(answer):
    assert answer.status == 0
    return [(r["date"], r["flag"]) for r in answer.rows]


def test_a_clean_series_has_no_flag(console):
    counts = [10, 12, 9, 11, 13, 10, 8, 12, 11, 10]
    assert flags(console.ask("screen", table(days(counts)))) == []


def test_negatives_and_lumps_after_zero_are_listed_with_what_stands_there(console):
    counts = [10, 12, 9, 11, 13, 10, 8, 12, -3, 0, 31, 12]
    answer = console.ask("screen", table(days(counts)))
    assert flags(answer) == [("2026-03-09", "negative"), ("2026-03-11", "zero_then_lump")]
    assert answer.rows[0]["detail"] == "病例数 -3 / count -3"
    assert answer.rows[1]["detail"].startswith("0 之后病例数 31，上限 ")


def test_a_cumulative_that_falls_or_does_not_fit_is_listed(console):
    lines = ["2026-03-01,5,5", "2026-03-02,4,9", "2026-03-03,2,8", "2026-03-04,3,13"]
    answer = console.ask("screen", table(lines, "date,count,cumulative"))
    assert flags(answer) == [("2026-03-03", "cumulative_falls"), ("2026-03-04", "sum_mismatch")]


def test_a_cumulative_with_a_gap_is_held_against_all_counts_since(console):
    lines = ["2026-03-01,5,5", "2026-03-02,4,", "2026-03-03,2,11", "2026-03-04,3,"]
    assert flags(console.ask("screen", table(lines, "date,count,cumulative"))) == []
    lines[2] = "2026-03-03,2,12"
    answer = console.ask("screen", table(lines, "date,count,cumulative"))
    assert [tuple(row.values()) for row in answer.rows] == [
        ("2026-03-03", "sum_mismatch", "合计 6，应为 7 / 6 where 7 was to be expected")
    ]


def test_three_days_before_a_zero_are_enough_to_call_a_lump(console):
    assert flags(console.ask("screen", table(days([5, 6, 5, 0, 30])))) == [
        ("2026-03-05", "zero_then_lump")
    ]
    assert flags(console.ask("screen", table(days([5, 6, 5, 0, 9])))) == []


def test_a_jump_after_a_quiet_fortnight_is_a_lump_and_a_first_case_is_none(console):
    quiet = [0] * 14
    assert flags(console.ask("screen", table(days([9, *quiet, 8])))) == [
        ("2026-03-16", "zero_then_lump")
    ]
    assert flags(console.ask("screen", table(days([9, *quiet, 1])))) == []


def test_rows_without_a_zone_beside_named_zones_are_the_whole_city(console):
    lines = [*days([7, 9, 4], ""), *days([3, 5, 4], "141002"), *days([4, 3, ""], "141024")]
    answer = console.ask("screen", table(lines, "date,count,zone"))
    assert [tuple(row.values()) for row in answer.rows] == [
        ("2026-03-02", "sum_mismatch", "合计 8，应为 9 / 8 where 9 was to be expected")
    ]


def test_a_day_told_twice_is_a_flag_here_and_not_an_error(console):
    answer = console.ask("screen", table(["2026-03-01,5", "2026-03-01,6", "2026-03-02,7"]))
    assert flags(answer) == [("2026-03-01", "duplicate_day")]
    assert answer.rows[0]["detail"] == "病例数 6，另一行 5 / count 6 beside 5"


def test_many_zones_jumping_at_once_are_one_flag(console):
    rng = np.random.default_rng(3)
    lines = []
    for zone in range(17):
        counts = rng.poisson(20, 20)
        counts[15] = 95
        lines += days(counts, f"1410{zone:02d}")
    answer = console.ask("screen", table(lines, "date,count,zone"))
    assert ("2026-03-16", "joint_jump") in flags(answer)
    detail = next(r["detail"] for r in answer.rows if r["flag"] == "joint_jump")
    assert detail.split(" / ")[1] == "17 of 17 zones leave their limits"


def test_splits_that_miss_the_total_and_too_many_conversions_are_listed(console):
    header = "date,count,managed,community,confirmed,asymptomatic,converted"
    lines = ["2026-03-01,5,3,2,1,4,0", "2026-03-02,6,3,2,2,7,2", "2026-03-03,0,0,0,10,1,11"]
    answer = console.ask("screen", table(lines, header))
    assert flags(answer) == [
        ("2026-03-02", "sum_mismatch"),
        ("2026-03-02", "sum_mismatch"),
        ("2026-03-03", "conversion_excess"),
    ]
    assert [r["detail"].split(" / ")[1] for r in answer.rows[:2]] == [
        "managed+community 5 where 6 was to be expected",
        "confirmed+asymptomatic-converted 7 where 6 was to be expected",
    ]


def test_missing_days_are_no_zeros(console):
    counts = [10, 12, 9, 11, 13, 10, 8, 12, "", 31]
    assert ("2026-03-10", "zero_then_lump") not in flags(console.ask("screen", table(days(counts))))


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        ([], "row 2"),
        (["2026-03-01,1.5"], "row 2: count is '1.5'"),
        (["2999-03-01,1"], "lies in the future"),
        (["0001-03-01,1", "2026-03-01,1"], "too long"),
        (["2026-13-01,1"], "row 2"),
        (['"2026-03-01\n",1', "2026-03-02,x"], "row 3: count is 'x'"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_names_the_row(console, lines, part):
    answer = console.ask("screen", table(lines))
    assert (answer.status, answer.rows) == (2, [])
    assert part in answer.said


def test_limits_need_a_week_and_hold_most_of_what_is_usual():
    assert np.isnan(predictive_limits(np.full(6, 3.0))).all()
    rows = np.random.default_rng(5).poisson(12, (400, 15)).astype(float)
    limits = predictive_limits(rows[:, :14])
    inside = (limits[:, 0] <= rows[:, 14]) & (rows[:, 14] <= limits[:, 1])
    assert inside.mean() > 0.96


def test_flags_have_known_kinds_and_come_by_day():
    counts = np.random.default_rng(6).poisson(9, (4, 40)).astype(float)
    counts[1, 20], counts[2, 10] = -2, -1
    found = screen(counts)
    assert {flag.kind for flag in found} <= set(KINDS)
    assert [flag.day for flag in found] == sorted(flag.day for flag in found)


def test_after_an_excess_only_a_day_with_conversions_is_flagged(console):
    lines = ["2026-03-01,1,1,0", "2026-03-02,0,0,4", "2026-03-03,0,0,0", "2026-03-04,2,2,2"]
    answer = console.ask("screen", table(lines, "date,count,asymptomatic,converted"))
    assert [tuple(row.values()) for row in answer.rows] == [
        ("2026-03-02", "conversion_excess", "转归 4 例，可转归的只有 1 例 / 4 converted, 1 held")
    ]


def test_without_a_split_no_more_can_convert_than_was_counted(console):
    lines = ["2026-03-01,3,0", "2026-03-02,1,5"]
    assert flags(console.ask("screen", table(lines, "date,count,converted"))) == [
        ("2026-03-02", "conversion_excess")
    ]


def test_conversions_are_held_against_what_was_there_that_morning_and_came_that_day():
    found = conversion_excess(np.array([5.0, 0, 1]), np.array([0.0, 4, 3]))
    assert [(flag.day, flag.found, flag.against) for flag in found] == [(2, 3.0, 2.0)]
