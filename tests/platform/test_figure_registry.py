from datetime import UTC, date, datetime, timedelta

import pytest

from bihuan.domain.chain.canonical import canonical
from bihuan.domain.zones import range_of
from bihuan.platform.clock.incident import LIVE_WALL, IncidentClock
from bihuan.platform.figures import (
    AgendaFact,
    AgendaKind,
    AgendaSource,
    Amount,
    Breakdown,
    BreakdownRow,
    Count,
    Definition,
    Fact,
    Figure,
    NightlyContext,
    Registry,
    Share,
    Spread,
    Target,
    Verdict,
    Window,
    Words,
    agenda_of,
    as_json,
    evaluate,
    from_json,
    installed,
    registered,
    shown,
    spread_of,
)
from bihuan.platform.figures.agenda import agenda_fact
from bihuan.platform.figures.definitions import definitions_page
from bihuan.platform.figures.windows import window_at, window_of_day

T0 = datetime(2022, 11, 28, 10, 0, tzinfo=UTC)
CONTEXT = NightlyContext(1, LIVE_WALL, Window(T0), range_of(141000_000_000_000), T0)
DEFINED = Definition(Words("数", "Things"), Words("件", "things"), clause="9")
VALUES = [
    Count(1_234),
    Share(3, 17),
    Share(3, 7),
    Share(0, 0),
    Spread(12, 35, 120),
    Amount(-1234, 2),
    Verdict("basically", Words("基本清零", "basically zero")),
    Breakdown((Words("数", "n"),), (BreakdownRow("a", Words("甲", "A"), (None,)),)),
]


def figure(code="x", value=lambda context: Count(0), **more):
    return Figure(code, more.pop("section", 9), Words("某", "Some"), DEFINED, value, **more)


def broken(context):
    raise RuntimeError("planted")


@pytest.mark.parametrize("value", [*VALUES, None])
def test_a_figure_survives_its_canonical_form(value):
    canonical(as_json(value))
    assert from_json(as_json(value)) == value


def test_a_newer_kind_of_figure_is_no_silent_number():
    with pytest.raises(ValueError, match="known kind"):
        from_json({"kind": "tensor"})


def test_figures_are_shown_by_the_null_and_small_number_rules():
    said = [shown(value, "en") for value in [*VALUES, None]]
    assert said == [
        "1,234",
        "17.65 %",
        "3/7",
        "—",
        "35 (P90 120, n=12)",
        "−12.34",
        "basically zero",
        "A —",
        "—",
    ]
    assert shown(VALUES[6]) == "基本清零"
    assert spread_of([]) is None
    assert spread_of([5, 1, 9]) == Spread(3, 5, 8)


def test_a_window_is_open_at_its_start_and_closed_at_its_end():
    window = Window(T0)
    assert T0 in window
    assert T0 - timedelta(hours=24) not in window
    assert T0 + timedelta(microseconds=1) not in window
    assert window.day == date(2022, 11, 28)
    assert window.before.until == window.since


def test_a_cut_off_at_midnight_belongs_to_the_day_before():
    clock = IncidentClock(1, 0, T0, T0, 1000, 24 * 60)
    window = window_of_day(clock, date(2022, 11, 28))
    assert window.day == date(2022, 11, 28)
    assert clock.review_day(window.until) == window.day


def test_the_last_window_is_the_one_that_has_ended():
    assert window_at(LIVE_WALL, T0).until == T0
    assert window_at(LIVE_WALL, T0 + timedelta(hours=3)).until == T0
    assert window_at(LIVE_WALL, T0 - timedelta(seconds=1)).until == T0 - timedelta(hours=24)


def test_two_figures_cannot_share_a_code():
    with pytest.raises(ValueError, match="one figure"):
        Registry((figure(), figure()))
    with pytest.raises(ValueError, match="0 to 15"):
        Registry((figure(section=16),))


def test_a_broken_source_leaves_the_others_standing():
    registry = Registry((figure("a", broken), figure("b")), (AgendaSource("bad", broken),))
    first, second = evaluate(registry, CONTEXT)
    assert (first.value, first.broken) == (None, True)
    assert second.value == Count(0)
    assert agenda_of(registry, CONTEXT) == ([], ["bad"])


def test_must_be_zero_and_must_be_all_are_told_apart_from_unknown():
    assert Target.ZERO.missed(Count(1))
    assert not Target.ZERO.missed(Count(0))
    assert not Target.ZERO.missed(None)
    assert Target.ALL.missed(Share(3, 4))
    assert not Target.ALL.missed(Share(4, 4))


def test_one_subject_is_one_item_and_graver_kinds_come_first():
    item = AgendaFact(
        AgendaKind.OVERDUE,
        "JB-2022-1",
        Words("超期", "Overdue"),
        (
            Fact(Words("超时", "Late"), "3:07"),
            Fact(Words("状态", "State"), Words("挂账", "Blocked")),
        ),
        help=Words("已给 1 人", "One person given"),
    )
    escalated = AgendaFact(AgendaKind.ESCALATED, "JB-2022-1", Words("提级", "Escalated"))
    heavy = AgendaFact(AgendaKind.OVERDUE, "JB-2022-2", Words("重", "Heavy"), weight=9)
    registry = Registry(agenda=(AgendaSource("one", lambda _: [item, escalated, heavy]),))
    found, _ = agenda_of(registry, CONTEXT)
    assert [one.title.en for one in found] == ["Escalated", "Heavy"]
    assert agenda_fact(item.as_json()) == item


def test_the_definitions_page_names_every_figure():
    page = definitions_page(Registry((figure("must_be_nought", target=Target.ZERO),)))
    assert "`must_be_nought`" in page
    assert "must be 0" in page
    assert "## 9 督查 · Supervision" in page


def test_figures_can_be_added_in_a_context():
    with registered(Registry((figure("only_here"),))):
        assert installed().figure("only_here") is not None
    assert installed().figure("only_here") is None
