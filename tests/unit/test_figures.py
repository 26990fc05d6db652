"""Figures: absent is not zero, small denominators show counts, small cells hide."""

from decimal import Decimal

import pytest

from bihuan.domain.figures import Ratio, cell, hidden_cells, median, p90, quantile, shown


@pytest.mark.parametrize(
    ("n", "of", "text"),
    [
        (911, 972, "93.72 %"),
        (737, 972, "75.82 %"),
        (3, 7, "3/7"),
        (0, 9, "0/9"),
        (0, 10, "0.00 %"),
        (0, 0, "—"),
        (None, 10, "—"),
        (3, None, "—"),
    ],
)
def test_a_ratio_shows_what_it_can_carry(n, of, text):
    assert Ratio(n, of).shown == text


def test_a_ratio_keeps_its_exact_value_and_refuses_contradictions():
    assert Ratio(1, 8).percent == Decimal("12.50")
    assert Ratio(0, 0).value is None
    assert Ratio(0, 0).percent is None
    with pytest.raises(ValueError, match="Expected 0 <= n <= of"):
        Ratio(5, 4)


def test_an_absent_count_is_a_dash_and_zero_is_zero():
    assert shown(None) == "—"
    assert shown(0) == "0"
    assert shown(12345) == "12,345"


def test_small_cells_hide_from_those_who_may_not_see_them():
    assert [cell(n, sees_small_cells=False) for n in (None, 0, 1, 4, 5)] == [
        "—", "0", "<5", "<5", "5",
    ]  # fmt: skip
    assert cell(3, sees_small_cells=True) == "3"


def test_one_hidden_cell_hides_a_second_so_that_the_total_does_not_give_it_away():
    assert hidden_cells([3, 20, 9, None, 0]) == {0, 2}
    assert hidden_cells([3, 2, 9]) == {0, 1}
    assert hidden_cells([30, 20]) == frozenset()
    assert hidden_cells([3]) == {0}


def test_medians_leave_absent_values_out():
    assert median([3, None, 1]) == 2
    assert median([]) is None
    assert p90(range(11)) == 9
    with pytest.raises(ValueError, match="Expected q"):
        quantile([1], 2)
