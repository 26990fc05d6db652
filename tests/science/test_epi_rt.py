from pathlib import Path

import numpy as np
import pytest
from tests.science.console import series

from bihuan.science.gamma_quantiles import gamma_quantiles
from bihuan.science.rt import RtSettings, estimate_rt
from bihuan.science.serial_interval import check_weights, discretise_si, infectivity
from bihuan.site.cli import main

SI = ("--si-mean", "3.5", "--si-sd", "2.1")
COUNTS = [3, 4, 6, 5, 8, 9, 12, 11, 14, 17, 15, 19, 22, 25, 21, 28, 26, 30, 33, 29]


def test_a_file_gives_one_row_a_window_from_the_second_day(console):
    answer = console.ask("rt", series(COUNTS), *SI)
    assert answer.status == 0
    assert [answer.rows[0]["date"], answer.rows[-1]["date"]] == ["2026-03-08", "2026-03-20"]
    assert len(answer.rows) == len(COUNTS) - 7
    last = answer.rows[-1]
    assert float(last["wide_q025"]) <= float(last["q025"]) < float(last["mean"])
    assert last["reason"] == ""


def test_the_first_day_of_a_plain_series_counts_as_imported(console):
    header = "date,local,imported"
    split = [f"{n},0" for n in COUNTS]
    split[0] = f"0,{COUNTS[0]}"
    plain = console.ask("rt", series(COUNTS), *SI)
    assert console.ask("rt", series(split, header=header), *SI).rows == plain.rows


def test_imported_cases_infect_but_are_not_infected_here(console):
    header = "date,local,imported"
    none = console.ask("rt", series([f"{n},0" for n in COUNTS], header=header), *SI).rows
    more = console.ask("rt", series([f"{n},9" for n in COUNTS], header=header), *SI).rows
    assert all(float(a["mean"]) < float(b["mean"]) for a, b in zip(more, none, strict=True))


def test_a_missing_day_blanks_the_windows_that_touch_it_and_no_other(console):
    gap = [*COUNTS[:12], None, *COUNTS[13:]]
    answer = console.ask("rt", series(gap), *SI)
    assert "1 days are missing or negative" in answer.said
    assert "are missing" not in console.ask("rt", series(COUNTS), *SI).said
    rows = answer.rows
    blank = [r["date"] for r in rows if r["reason"] == "missing_day"]
    assert blank == [f"2026-03-{day}" for day in range(13, 20)]
    assert all(r["mean"] == "" for r in rows if r["reason"])


def test_a_day_without_a_row_is_missing_like_an_empty_cell(console):
    gap = series([*COUNTS[:12], None, *COUNTS[13:]])
    without = "".join(line for line in gap.splitlines(keepends=True) if "03-13," not in line)
    assert console.ask("rt", without, *SI).rows == console.ask("rt", gap, *SI).rows


def test_a_regime_blanks_its_windows_with_its_own_reason(console):
    rows = console.ask("rt", series(COUNTS), *SI, "--regime", "2026-03-18..").rows
    assert {r["reason"] for r in rows if r["date"] >= "2026-03-18"} == {"regime_break"}
    assert {r["reason"] for r in rows if r["date"] < "2026-03-18"} == {""}


def test_negative_corrections_and_zeros_are_blank_with_the_reason(console):
    negative = console.ask("rt", series([*COUNTS[:12], -4, *COUNTS[13:]]), *SI).rows
    assert sum(r["reason"] == "negative_count" for r in negative) == 7
    zeros = console.ask("rt", series([0] * 20), *SI).rows
    assert {(r["mean"], r["reason"]) for r in zeros} == {("", "no_earlier_case")}


def test_one_case_only_is_answered_and_warned_about(console):
    answer = console.ask("rt", series([0, 0, 1, *[0] * 17]), *SI)
    assert answer.status == 0
    assert "fewer than 12" in answer.said
    assert all((r["mean"] == "") == bool(r["reason"]) for r in answer.rows)


def test_few_days_give_no_window_and_a_note(console):
    answer = console.ask("rt", series([5, 6, 7]), *SI)
    assert (answer.status, answer.rows) == (0, [])
    assert "no window" in answer.said


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "empty"),
        ("date,count\n", "row 2"),
        ("day,count\n2026-03-01,1\n", "row 1: the column 'date' is missing"),
        ("date,count\n2026-03-01,1\n2026-03-01,2\n", "row 3: 2026-03-01 stands in row 2"),
        ("date,count\n2026-03-01,1.5\n", "row 2: count is '1.5'"),
        ("date,count\n2026-03-01,NaN\n", "row 2: count is 'NaN'"),
        ("date,count\n01/03/2026,1\n", "row 2: date is '01/03/2026'"),
        ("date,count\n2026-02-30,1\n", "not a day of the calendar"),
        ("date,count\n2026-03-01T18:00:00+08:00,1\n", "without a time"),
        ("date,count\n2999-03-01,1\n", "row 2: 2999-03-01 lies in the future"),
        ("date,count\n0026-03-01,1\n2026-03-01,1\n", "row 2: from 0026-03-01"),
        ("date,count\n2026-03-01\n", "row 2: 1 cells where the header has 2"),
        ('date,count\n2026-03-01,"1\n', "row 2"),
        ("date,count\n2026-03-01,99999999999\n", "more than there are people"),
        (b"date,count\n2026-03-01,\xff\n", "row 2: not UTF-8"),
        (b"date,count\n2026-03-01,\x00\n", "row 2: a zero byte"),
        ("date,count,count\n2026-03-01,1,2\n", "named twice"),
    ],
)
def test_bad_input_is_an_error_that_names_the_row(console, text, part):
    answer = console.ask("rt", text, *SI)
    assert (answer.status, answer.rows) == (2, [])
    assert part in answer.said


def test_options_out_of_range_are_errors(console):
    assert console.ask("rt", series(COUNTS), "--si-mean", "0.5", "--si-sd", "2").status == 2
    assert console.ask("rt", series(COUNTS), *SI, "--window", "0").status == 2
    for mean, sd in (("1e300", "2"), ("3", "1e-300"), ("nan", "2")):
        answer = console.ask("rt", series(COUNTS), "--si-mean", mean, "--si-sd", sd)
        assert (answer.status, "write" in answer.said) == (2, True)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(console):
    text = series(COUNTS)
    windows = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert console.ask("rt", windows, *SI).rows == console.ask("rt", text, *SI).rows


def test_quantiles_equal_the_iterative_inverse():
    from scipy.special import gammaincinv

    shape = np.exp(np.random.default_rng(4).uniform(np.log(0.2), np.log(1e8), 2000))
    for level in (0.001, 0.01, 0.5, 0.975, 0.999):
        found = gamma_quantiles(shape, (level,))[:, 0]
        assert np.allclose(found, gammaincinv(shape, level), rtol=1e-11, atol=0)


def test_many_zones_at_once_equal_each_zone_alone():
    counts = np.random.default_rng(2).poisson(20, (5, 60)).astype(float)
    counts[2, 30] = np.nan
    weights = discretise_si(3.5, 2.1, 60)
    together = estimate_rt(counts, np.zeros_like(counts), weights)
    for i, row in enumerate(counts):
        alone = estimate_rt(row, np.zeros_like(row), weights)
        assert np.allclose(together.quantiles[i], alone.quantiles, equal_nan=True, rtol=1e-12)


def test_a_window_of_one_day_has_a_finite_wide_interval():
    counts = np.array(COUNTS, float)
    result = estimate_rt(counts, 0 * counts, discretise_si(3.5, 2.1, 20), settings=RtSettings(1))
    assert np.isfinite(result.quantiles[result.reason == 0]).all()


def test_a_long_series_is_convolved_to_the_same_infectivity():
    counts = np.random.default_rng(3).poisson(9, 900).astype(float)
    weights = discretise_si(3.5, 2.1, 900)
    direct = [weights[1 : t + 1] @ counts[t - 1 :: -1][:t] for t in range(1, 900)]
    assert np.allclose(infectivity(counts, weights)[1:], direct, rtol=1e-12)


@pytest.mark.parametrize("weights", [[0.1, 0.9], [0.0, 0.5], [0.0, 1.2, -0.2], [1.0]])
def test_explicit_weights_that_are_no_serial_interval_are_refused(weights):
    with pytest.raises(ValueError, match="Expected"):
        check_weights(np.array(weights))


def test_the_same_input_has_the_same_hash_and_other_input_another():
    counts = np.array(COUNTS, float)
    weights = discretise_si(3.5, 2.1, 20)
    first, second = (estimate_rt(counts, 0 * counts, weights).meta for _ in range(2))
    other = estimate_rt(counts + 1, 0 * counts, weights).meta
    assert first.input_hash == second.input_hash != other.input_hash


def test_a_plain_series_begins_on_its_first_reported_day(console):
    counts = [4, 6, 9, 12, 15, 19, 22, 20, 24, 27, 30]
    options = ("--si-mean", "3.5", "--si-sd", "2.1")
    whole = console.ask("rt", series(counts), *options)
    later = console.ask("rt", series([None, None, *counts]), *options)
    figures = [[row["mean"], row["reason"]] for row in whole.rows]
    assert [[row["mean"], row["reason"]] for row in later.rows] == figures


def test_a_full_disk_behind_standard_output_is_said_in_a_sentence(capsys, monkeypatch, tmp_path):
    (tmp_path / "S.csv").write_text(series(COUNTS), encoding="utf-8")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr("sys.stdout", full)
        asked = ["epi", "rt", "--in", str(tmp_path / "S.csv"), "--out", "-", *SI]
        assert main(asked) == 2
    assert "standard output cannot be written" in capsys.readouterr().err
