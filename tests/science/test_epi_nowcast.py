from datetime import date, timedelta

import numpy as np
import pytest

from bihuan.science.nowcast import NowcastSettings, nowcast
from bihuan.science.scores import HUB_LEVELS
from bihuan.science.triangles import fill_triangle, mask_unknown, reallocate_negatives

FIRST = date(2026, 1, 5)
SHARES = np.array([0.3, 0.3, 0.2, 0.1, 0.06, 0.04])


def cells(rows: int = 60, level: float = 40.0, seed: int = 3):
    rng = np.random.default_rng(seed)
    return rng.poisson(level * SHARES, (rows, SHARES.size)).astype(float)


def listing(grid, *, header: str = "reference_date,delay_days,count", step: int = 1) -> str:
    lines = [header]
    for i, row in enumerate(grid):
        day = FIRST + timedelta(days=i * step)
        for j, count in enumerate(row):
            second = day + timedelta(days=j) if "report_date" in header else j * step
            lines.append(f"{day},{second},{'' if np.isnan(count) else int(count)}")
    return "\n".join(lines) + "\n"


AT = str(FIRST + timedelta(days=59))


def test_every_reference_day_up_to_the_as_of_day_has_a_row(console):
    answer = console.ask("nowcast", listing(cells()), "--at", AT)
    assert answer.status == 0
    assert len(answer.rows) == 60
    assert answer.rows[-1]["reference_date"] == AT
    old = answer.rows[0]
    assert old["observed"] == old["point"] == old["q010"] == old["q990"]
    last = answer.rows[-1]
    assert float(last["point"]) > float(last["observed"])
    levels = [float(last[f"q{round(1000 * p):03d}"]) for p in HUB_LEVELS]
    assert levels == sorted(levels)
    assert levels[0] >= float(last["observed"])


def test_reports_after_the_as_of_day_are_not_known_yet(console):
    grid = cells()
    later = grid.copy()
    hidden = np.arange(6)[None, :] > np.arange(59, -1, -1)[:, None]
    later[hidden] = 900
    first = console.ask("nowcast", listing(grid), "--at", AT)
    assert console.ask("nowcast", listing(later), "--at", AT).rows == first.rows


def test_report_dates_and_delays_say_the_same(console):
    grid = cells()
    dates = listing(grid, header="reference_date,report_date,count")
    assert (
        console.ask("nowcast", dates, "--at", AT).rows
        == console.ask("nowcast", listing(grid), "--at", AT).rows
    )


def test_a_cell_that_is_not_listed_is_zero_and_an_empty_one_is_missing(console):
    grid = cells()
    grid[30, 2] = 0
    sparse = listing(grid).replace(f"{FIRST + timedelta(days=30)},2,0\n", "")
    full = console.ask("nowcast", listing(grid), "--at", AT)
    assert console.ask("nowcast", sparse, "--at", AT).rows == full.rows
    grid[30, 2] = np.nan
    row = console.ask("nowcast", listing(grid), "--at", AT).rows[30]
    assert (row["observed"], row["point"], row["q500"]) == ("", "", "")


def test_a_weekly_triangle_is_read_by_weeks(console):
    at = FIRST + timedelta(weeks=39)
    answer = console.ask("nowcast", listing(cells(40), step=7), "--at", str(at))
    assert [len(answer.rows), answer.rows[-1]["reference_date"]] == [40, str(at)]
    direct = nowcast(cells(40), settings=NowcastSettings(season=1))
    assert float(answer.rows[-1]["point"]) == pytest.approx(direct.point[-1], rel=1e-10)


def test_negative_corrections_are_taken_from_earlier_delays(console):
    grid = cells()
    grid[20, 3] = -5
    answer = console.ask("nowcast", listing(grid), "--at", AT)
    assert answer.status == 0
    assert "negative corrections" in answer.said
    moved = reallocate_negatives(grid)
    assert (moved >= 0).all()
    assert moved[20].sum() == grid[20].sum()


def test_a_day_that_corrections_take_below_zero_expects_none_and_is_named(console):
    grid = cells()
    grid[20, 3] = -500
    answer = console.ask("nowcast", listing(grid), "--at", AT)
    day = str(FIRST + timedelta(days=20))
    row = next(r for r in answer.rows if r["reference_date"] == day)
    assert float(row["observed"]) < 0.0
    assert {row["point"], row["q010"], row["q990"]} == {"0"}
    assert f"exceed the reports of {day}" in answer.said


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("reference_date,delay_days,count\n2026-01-05,-1,3\n", "row 2: the report comes before"),
        (
            "reference_date,report_date,count\n2026-01-05,2026-01-04,3\n",
            "row 2: the report comes before",
        ),
        (
            "reference_date,delay_days,count\n2026-01-05,,3\n",
            "row 2: delay_days is ''; write",
        ),
        ("reference_date,delay_days,count\n2026-01-05,900,3\n", "row 2: a delay of 900"),
        ("reference_date,delay_days,count\n2026-01-05,0,3.5\n", "row 2: count is '3.5'"),
        (
            "reference_date,delay_days,count\n2026-01-05,0,3\n2026-01-05,0,4\n",
            "row 3: the same cell stands in row 2",
        ),
        ("reference_date,delay_days,count\n2999-01-05,0,3\n", "lies in the future"),
        ("reference_date,delay_days,count\n2026-05-05,0,3\n", "no report of the file was known"),
        ("reference_date,count\n2026-01-05,3\n", "'delay_days' is missing"),
        ("reference_date,delay_days,count\n", "row 2"),
    ],
)
def test_a_bad_triangle_is_an_error_that_names_the_row(console, text, part):
    answer = console.ask("nowcast", text, "--at", AT)
    assert (answer.status, answer.rows) == (2, [])
    assert part in answer.said


def test_options_that_make_no_nowcast_are_errors(console):
    text = listing(cells())
    for options in (("--at", "2999-01-01"), ("--at", AT, "--max-delay", "0")):
        assert console.ask("nowcast", text, *options).status == 2
    for options in (("--rows", "3"), ("--max-delay", "-2"), ("--max-delay", "9999")):
        assert console.ask("nowcast", text, "--at", AT, *options).status == 2


def test_too_short_a_history_and_no_report_at_all_are_refused(console):
    short = console.ask(
        "nowcast", listing(cells(5)), "--at", str(FIRST + timedelta(days=4)), "--max-delay", "5"
    )
    assert (short.status, short.rows) == (3, [])
    assert "too few complete" in short.said
    empty = console.ask("nowcast", listing(0 * cells()), "--at", AT, "--max-delay", "5")
    assert (empty.status, "no report in the rows" in empty.said) == (3, True)


@pytest.mark.parametrize("grid", [np.zeros((60, 6)), np.full((60, 6), -1.0), cells()[:, :1]])
def test_a_history_without_a_late_report_is_refused_with_the_reason(console, grid):
    answer = console.ask("nowcast", listing(grid), "--at", AT)
    assert (answer.status, answer.rows) == (3, [])
    assert "no report came after its reference date" in answer.said


def test_an_empty_cell_blanks_its_day_and_no_other_is_called_too_young(console):
    grid = cells()
    grid[55, 1] = np.nan
    answer = console.ask("nowcast", listing(grid), "--at", AT)
    assert "1 reference days" in answer.said
    assert "too little has usually arrived" not in answer.said
    assert [row["q500"] == "" for row in answer.rows[53:58]] == [False, False, True, False, False]


def test_a_delay_that_does_not_fit_its_dates_is_an_error(console):
    text = "reference_date,report_date,delay_days,count\n2026-01-05,2026-01-06,3,1\n"
    answer = console.ask("nowcast", text, "--at", AT)
    assert (answer.status, answer.rows) == (2, [])
    assert "row 2: delay_days does not fit the dates, 1 days apart" in answer.said


def test_no_nowcast_inside_a_regime_and_none_draws_on_rows_before_it(console):
    text = listing(cells())
    inside = console.ask("nowcast", text, "--at", AT, "--regime", f"{AT}..")
    assert (inside.status, "lies in the regime" in inside.said) == (3, True)
    ended = FIRST + timedelta(days=19)
    wild = cells()
    wild[:20] *= 50
    options = ("--at", AT, "--regime", f"{FIRST}..{ended}")
    after = console.ask("nowcast", text, *options)
    assert after.status == 0
    assert console.ask("nowcast", listing(wild), *options).rows[20:] == after.rows[20:]


def test_soon_after_a_regime_the_delays_of_before_still_ask_for_complete_days(console):
    ended = date.fromisoformat(AT) - timedelta(days=3)
    options = ("--at", AT, "--regime", f"{ended - timedelta(days=2)}..{ended}")
    answer = console.ask("nowcast", listing(cells()), *options)
    assert (answer.status, "too few complete" in answer.said) == (3, True)


def test_one_case_only_is_answered_while_it_stands_in_the_rows_used(console):
    grid = 0 * cells()
    grid[50, 0] = 1
    answer = console.ask("nowcast", listing(grid), "--at", AT, "--max-delay", "5")
    assert answer.status == 0
    assert all(row["point"] for row in answer.rows)
    long_ago = 0 * cells()
    long_ago[10, 0] = 1
    refused = console.ask("nowcast", listing(long_ago), "--at", AT, "--max-delay", "5")
    assert (refused.status, "no report in the rows used" in refused.said) == (3, True)


def weekly_rhythm(seed: int, level: float):
    """Counts of a city whose offices report little on weekends."""
    rng = np.random.default_rng(seed)
    grid = np.zeros((120, 15))
    for i in range(120):
        for _ in range(rng.poisson(level)):
            delay = rng.geometric(0.3) - 1
            delay += {5: 2, 6: 1}.get((i + delay) % 7, 0)
            if delay < 15:
                grid[i, delay] += 1
    return grid


def test_the_weekday_term_helps_where_offices_rest_and_covers_small_zones():
    plain, own, inside = [], [], []
    for seed in range(12):
        grid = weekly_rhythm(seed, 12.0)
        truth = grid.sum(axis=1)
        for last in (89, 92, 95, 101):
            with_term = nowcast(grid[: last + 1])
            without = nowcast(grid[: last + 1], settings=NowcastSettings(season=1))
            for age in range(5):
                at = last - age
                own.append(abs(with_term.point[at] - truth[at]))
                plain.append(abs(without.point[at] - truth[at]))
                low, high = with_term.quantiles[at, [2, -3]]
                inside.append(low <= truth[at] <= high)
    assert np.mean(own) < 0.85 * np.mean(plain)
    assert 0.85 <= np.mean(inside) <= 0.99


def test_many_zones_at_once_equal_each_zone_alone():
    grids = np.stack([cells(60, level, seed) for seed, level in enumerate((1.0, 9.0, 80.0))])
    grids[1, 20, 2] = np.nan
    grids[2, 30, 3] = -7
    together = nowcast(grids)
    for i, grid in enumerate(grids):
        alone = nowcast(grid)
        assert np.array_equal(together.point[i], alone.point, equal_nan=True)
        assert np.array_equal(together.quantiles[i], alone.quantiles, equal_nan=True)
        assert together.weekday[i] == alone.weekday


def test_a_complete_triangle_is_its_own_total():
    grid = cells(40)
    filled = fill_triangle(grid)
    assert np.allclose(filled.total[: 40 - 5], grid.sum(axis=1)[: 40 - 5])
    assert filled.completeness[-1] == pytest.approx(1.0)
    assert np.isnan(mask_unknown(grid)[-1, 1:]).all()
