import numpy as np
import pytest
from tests.science.console import series

from bihuan.science.community_zero import ZeroRule, community_zero
from bihuan.science.end_of_outbreak import (
    OutbreakRanges,
    log_none,
    p_further_case,
    p_further_case_within,
)

HEADER = "date,community_count"
PEOPLE = ("--population", "3976481")
RANGES = OutbreakRanges((3.0, 3.6), (2.0, 2.4), (0.6, 1.0), (0.2, 0.5), (0.5, 1.0))


def ask(console, counts, *options):
    return console.ask("status", series(counts, header=HEADER), *PEOPLE, *options)


def test_states_follow_the_reported_windows(console):
    rows = ask(console, [4, 0, 0, 0, 0, 1, 0, None, 0]).rows
    assert [(r["state"], r["clear_days"]) for r in rows] == [
        ("not_zero", "0"),
        ("clear_1", "1"),
        ("clear_2", "2"),
        ("standard_met", "3"),
        ("standard_met", "4"),
        ("not_zero", "0"),
        ("clear_1", "1"),
        ("unknown", ""),
        ("clear_1", "1"),
    ]


def test_the_chance_of_a_further_case_is_a_range_that_falls_with_clear_days(console):
    rows = ask(console, [9, *[0] * 40]).rows
    low, high = ([float(r[f"p_further_{side}"]) for r in rows] for side in ("low", "high"))
    assert all(0 <= a <= b <= 1 for a, b in zip(low, high, strict=True))
    assert low == sorted(low, reverse=True)
    assert high == sorted(high, reverse=True)
    assert rows[3]["state"] == "standard_met"
    assert high[3] > 0.9


def test_unknown_windows_have_no_chance_and_widen_what_follows(console):
    known = ask(console, [9, *[0] * 10]).rows
    gap = ask(console, [9, 0, 0, None, *[0] * 7]).rows
    assert (gap[3]["p_further_low"], gap[3]["p_further_high"]) == ("", "")
    assert gap[-1]["p_further_low"] == known[-1]["p_further_low"]
    assert float(gap[-1]["p_further_high"]) > float(known[-1]["p_further_high"])


def test_without_any_case_nothing_is_computed(console):
    rows = ask(console, [0, 0, 0, 0]).rows
    assert {r["p_further_low"] + r["p_further_high"] for r in rows} == {""}
    assert rows[-1]["state"] == "standard_met"


def test_one_case_only_is_answered(console):
    rows = ask(console, [0, 1, 0]).rows
    assert rows[0]["p_further_high"] == ""
    assert 0 < float(rows[1]["p_further_low"]) <= float(rows[1]["p_further_high"]) <= 1


def test_a_profile_without_the_rule_is_refused_and_an_unknown_one_is_an_error(console):
    refused = ask(console, [1, 0, 0], "--profile", "chikungunya-dengue")
    assert (refused.status, refused.rows) == (3, [])
    unknown = ask(console, [1, 0, 0], "--profile", "../respiratory-novel")
    assert (unknown.status, "there are" in unknown.said) == (2, True)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (f"{HEADER}\n2026-03-01,-1\n", "row 2: a negative count"),
        (f"{HEADER}\n2026-03-01,0.5\n", "row 2: community_count is '0.5'"),
        (f"{HEADER}\n2026-03-01,1\n2026-03-01,1\n", "row 3"),
        ("date,count\n2026-03-01,1\n", "'community_count' is missing"),
    ],
)
def test_bad_input_is_an_error_that_names_the_row(console, text, part):
    answer = console.ask("status", text, *PEOPLE)
    assert (answer.status, answer.rows) == (2, [])
    assert part in answer.said


def test_a_city_without_residents_is_an_error(console):
    text = series([1, 0], header=HEADER)
    assert console.ask("status", text, "--population", "0").status == 2


def test_basically_zero_needs_three_reported_windows_below_the_rate():
    rule = ZeroRule(days=3, basic_per_100k=1.0)
    counts = np.array([50, 9, 9, 9, np.nan, 9, 9, 9, 11], float)
    status = community_zero(counts, 1_000_000, rule)
    assert status.basically.tolist() == [False] * 3 + [True] + [False] * 3 + [True, False]


def test_a_late_last_window_makes_the_status_provisional():
    counts = np.zeros(5)
    assert community_zero(counts, 1e6, ZeroRule(), completeness=0.9).provisional
    assert not community_zero(counts, 1e6, ZeroRule(), completeness=0.95).provisional
    assert not community_zero(counts, 1e6, ZeroRule()).provisional


def test_the_chance_within_days_grows_to_the_chance_ever():
    cases = np.array([3.0, 5.0, 0, 0, 0])
    chances = [p_further_case_within(cases, RANGES, days) for days in (0, 7, 14, 60)]
    assert chances[0] == (0.0, 0.0)
    assert [low for low, _ in chances] == sorted(low for low, _ in chances)
    ever = p_further_case(cases, RANGES)
    assert chances[-1] == pytest.approx((ever.low[-1], ever.high[-1]), abs=1e-9)


def test_many_offspring_alike_are_poisson():
    share = np.array([0.5])
    assert log_none(share, 0.8, 1e9) == pytest.approx(log_none(share, 0.8, np.inf), rel=1e-6)


@pytest.mark.parametrize(
    "bad",
    [
        {"reproduction_number": (0.0, 1.0)},
        {"dispersion_k": (0.5, 0.1)},
        {"ascertainment": (0.5, 1.5)},
    ],
)
def test_ranges_that_are_no_ranges_are_refused(bad):
    given = {
        "si_mean": (3.0, 3.0),
        "si_sd": (2.0, 2.0),
        "reproduction_number": (0.8, 0.8),
        "dispersion_k": (0.3, 0.3),
    }
    with pytest.raises(ValueError, match="Expected"):
        OutbreakRanges(**{**given, **bad})


def test_a_rule_of_no_days_is_refused():
    with pytest.raises(ValueError, match="Expected"):
        ZeroRule(days=0)
    with pytest.raises(ValueError, match="population"):
        community_zero(np.zeros(3), 0, ZeroRule())


def test_more_cases_than_residents_are_an_error_that_names_the_row(console):
    answer = console.ask("status", series([1, 600], header=HEADER), "--population", "500")
    assert (answer.status, answer.rows) == (2, [])
    assert "row 3: community_count 600 is more than --population" in answer.said
