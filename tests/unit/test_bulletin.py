"""The published bulletin of 28 November 2022 and files that are none."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

import bihuan
from bihuan.domain.registers.bulletin import COLUMNS, Dimension, is_summary, parse_bulletin

DATA = Path(bihuan.__file__).parent / "site" / "demo" / "data"
UNTIL = datetime(2022, 11, 28, 10, 0, tzinfo=UTC)
COUNTIES = {141002, *range(141021, 141035), 141081, 141082}


def read(name):
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        return list(rows), rows.fieldnames


def parsed(name):
    lines, header = read(name)
    return parse_bulletin(lines, header, until=UNTIL, counties=COUNTIES)


def test_the_real_bulletin_adds_up_by_county_route_and_classification():
    found, problems = parsed("linfen_bulletin_2022-11-28.csv")
    assert problems == []
    for dimension, rows in ((Dimension.COUNTY, 17), (Dimension.ROUTE, 4), (Dimension.STATUS, 3)):
        listed = [line.value for line in found if line.dimension is dimension]
        assert len(listed) == rows
        assert sum(listed) == 195
    assert sum(line.value for line in found if line.mode == "community") == 28


def test_the_summary_gives_the_days_totals_and_leaves_the_census_out():
    found, problems = parsed("linfen_bulletin_2022-11-28_summary.csv")
    assert problems == []
    assert [(line.key, line.value) for line in found] == [
        ("new_infections_in_window", 195),
        ("cumulative_infections_since_2022-11-21", 554),
        ("high_risk_areas_in_force", 43),
    ]


def line(**changes):
    values = (
        "2022-11-27T18:00:00+08:00", "2022-11-28T18:00:00+08:00", "county", "141002", "尧都区",
        "Yaodu", "104", "",
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True)) | changes


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"window_end": "2022-11-27T18:00:00+08:00"}, "window_end", "bulletin_of_another_window"),
        ({"window_end": ""}, "window_end", "cell_missing"),
        ({"dimension": "weather"}, "dimension", "cell_not_a_choice"),
        ({"key": "140102"}, "key", "bulletin_county_unknown"),
        ({"key": "尧都"}, "key", "bulletin_county_unknown"),
        ({"new_infections": "-4"}, "new_infections", "cell_number_too_small"),
        ({"new_infections": ""}, "new_infections", "cell_missing"),
        ({"new_infections": "9" * 12}, "new_infections", "cell_number_too_large"),
        ({"detection_mode": "guess"}, "detection_mode", "cell_not_a_choice"),
        ({"name_zh": ""}, "name_zh", "cell_missing"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row(changes, column, code):
    lines = [line(), line(key="141021") | changes]
    _, problems = parse_bulletin(lines, COLUMNS, until=UNTIL, counties=COUNTIES)
    assert (2 + 1, column, code) in [(one.row, one.column, one.code) for one in problems]


def test_the_same_count_twice_and_a_missing_column_are_named():
    _, problems = parse_bulletin([line(), line()], COLUMNS, until=UNTIL, counties=COUNTIES)
    assert [(one.row, one.code) for one in problems] == [(3, "bulletin_row_twice")]
    _, problems = parse_bulletin([line()], COLUMNS[:-1], until=UNTIL, counties=COUNTIES)
    assert [one.code for one in problems] == ["column_missing"]
    assert not is_summary(COLUMNS)
