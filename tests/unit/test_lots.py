"""Lots, look-backs, rotation, numbers: reproducible and written one way."""

from collections import Counter

import pytest
from tests.factories.loop import new_finding

from bihuan.domain.deadlines import DEFAULT_BUDGETS, Stage, override
from bihuan.domain.findings.lookback import drawn_days, read_plan, sample_percent, write_plan
from bihuan.domain.findings.lots import Candidate, drawn, lot, rotate
from bihuan.domain.findings.numbers import document_label, ledger_label, series_name
from bihuan.domain.findings.rules import DEFAULT_RULES
from bihuan.domain.findings.step import SeriesCode
from bihuan.domain.machines import Machine, Transition, guard, unmet
from bihuan.domain.refusals import Refusal
from bihuan.domain.severity import Severity, gravest, severity_of


def test_a_lot_depends_on_purpose_identity_and_seed_and_on_nothing_else():
    assert lot("a", "f1", 1) == lot("a", "f1", 1)
    assert len({lot("a", "f1", 1), lot("b", "f1", 1), lot("a", "f2", 1), lot("a", "f1", 2)}) == 4
    share = sum(drawn("look", f"f{n}", 7, 20) for n in range(5_000)) / 5_000
    assert 0.18 < share < 0.22
    assert all(drawn("look", f"f{n}", 7, 100) for n in range(100))
    assert not any(drawn("look", f"f{n}", 7, 0) for n in range(100))


@pytest.mark.parametrize(("severity", "day", "share"), [(2, 3, 0.5), (3, 7, 0.2), (4, 14, 0.05)])
def test_look_backs_are_drawn_by_severity(severity, day, share):
    plans = [drawn_days(new_finding(severity, id=f"f{n}"), DEFAULT_RULES) for n in range(3_000)]
    assert set(plans) == {(), (day,)}
    assert abs(plans.count((day,)) / 3_000 - share) < 0.03


def test_every_s1_is_looked_at_twice_and_history_weighs():
    assert drawn_days(new_finding(1), DEFAULT_RULES) == (1, 3)
    assert sample_percent(20, 0, DEFAULT_RULES) == 20
    assert sample_percent(20, 2, DEFAULT_RULES) == 40
    assert sample_percent(50, 9, DEFAULT_RULES) == 100
    assert read_plan(write_plan((1, 3))) == (1, 3)
    assert read_plan("") == ()


def test_verifiers_take_turns():
    team = [Candidate(n, 10 + n, 100 + n) for n in range(4)]
    turns = Counter(rotate(team, f"f{n}", 1).post for n in range(400))
    assert set(turns) == {0, 1, 2, 3}
    assert min(turns.values()) > 60
    busy = [Candidate(1, 1, 1, load=3), Candidate(2, 2, 2, load=2)]
    assert rotate(busy, "f1", 1).post == 2
    assert rotate([], "f1", 1) is None


def test_numbers_are_written_as_the_documents_want_them():
    assert ledger_label(2026, 213, drill=False) == "JB-2026-0213"
    assert ledger_label(2026, 12345, drill=False) == "JB-2026-12345"
    assert ledger_label(2026, 41, drill=False, code=SeriesCode.SUPERVISION) == "DB-2026-0041"
    assert ledger_label(2022, 1, drill=True) == "演练-JB-2022-0001"
    assert document_label("临疫防督", 2026, 12, drill=False) == "临疫防督〔2026〕12号"
    assert "演练" in document_label("临疫防督", 2026, 12, drill=True)
    assert series_name(SeriesCode.LEDGER, drill=True) != series_name(SeriesCode.LEDGER, drill=False)


def test_severities_read_from_any_form_and_refuse_nonsense():
    assert [severity_of(x) for x in (1, "S2", " s3 ", Severity.S4)] == list(Severity)
    assert [severity_of(x) for x in (0, 5, True, "5", None, 1.0, [])] == [None] * 7
    assert Severity.S1.one_graver is Severity.S1
    assert gravest(3, 2) is Severity.S2
    assert Severity.S2.is_grave
    assert not Severity.S3.is_grave


def test_a_city_overrides_a_budget_with_its_source():
    from datetime import timedelta

    key = (Stage.RECTIFY, Severity.S3)
    table = override(DEFAULT_BUDGETS, {key: timedelta(hours=12)}, source="city rule 7")
    assert table[key].amount == timedelta(hours=12)
    assert table[key].source == "city rule 7"
    assert DEFAULT_BUDGETS[key].amount == timedelta(hours=24)
    with pytest.raises(ValueError, match="above zero"):
        override(DEFAULT_BUDGETS, {key: timedelta(0)}, source="x")
    assert {stage for stage, _ in DEFAULT_BUDGETS} == set(Stage)
    assert len(DEFAULT_BUDGETS) == len(Stage) * len(Severity)


@guard("too_small", params=lambda n: {"n": n})
def big(n: int) -> bool:
    """The number is big."""
    return n > 9


@guard("odd")
def even(n: int) -> bool:
    """The number is even."""
    return n % 2 == 0


def test_a_machine_steps_refuses_and_lists_what_is_unmet():
    machine = Machine(
        "numbers",
        (
            Transition("", "huge", "grow", "grown", (even,), when=big),
            Transition("", "small", "grow", "grown"),
        ),
        frozenset({"huge", "small"}),
    )
    assert machine.step("", "grow", 12).target == "huge"
    assert machine.step("", "grow", 3).target == "small"
    assert machine.step("", "grow", 11) == Refusal("odd")
    assert machine.step("huge", "grow", 12).code == "not_in_this_state"
    assert [r.code for r in unmet((big, even), 3)] == ["too_small", "odd"]
    assert unmet((big,), 3)[0].params == {"n": 3}
    assert machine.acts_in("") == ("grow",)
    assert machine.states == ("huge", "small")
    assert big.says == "The number is big."


def test_a_row_that_can_never_be_reached_is_a_mistake():
    with pytest.raises(ValueError, match="never reach"):
        Machine("m", (Transition("", "a", "x", "xed"), Transition("", "b", "x", "xed")))
