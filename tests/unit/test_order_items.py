"""An order that is rewritten: which ticks stay, which items are open again."""

from datetime import UTC, datetime

from bihuan.domain.findings.items import OrderedItem, rewritten, said_items

THEN, NOW = datetime(2026, 8, 3, 2, tzinfo=UTC), datetime(2026, 8, 4, 2, tzinfo=UTC)
OPEN_GATE = OrderedItem(1, "open the gate", THEN, 7, version=2)
STAND_BY = OrderedItem(2, "post a keeper", version=1)


def test_an_order_that_asks_for_the_same_changes_no_item():
    assert rewritten((OPEN_GATE, STAND_BY), ["open the gate", "post a keeper"], NOW) == []


def test_other_words_in_the_place_of_a_ticked_item_are_open():
    (item,) = rewritten((OPEN_GATE, STAND_BY), ["open both gates", "post a keeper"], NOW)
    assert item == OrderedItem(1, "open both gates", version=2)


def test_a_tick_follows_its_words_to_another_place():
    first, second = rewritten((OPEN_GATE, STAND_BY), ["post a sign", "open the gate"], NOW)
    assert (first.text, first.done_at) == ("post a sign", None)
    assert (second.text, second.done_at, second.done_by) == ("open the gate", THEN, 7)


def test_the_same_words_twice_are_ticked_once():
    (item,) = rewritten((OPEN_GATE,), ["open the gate", "open the gate"], NOW)
    assert (item.position, item.done_at, item.version) == (2, None, 0)


def test_what_is_left_out_stays_as_dropped_and_comes_back_open():
    (dropped,) = rewritten((OPEN_GATE, STAND_BY), ["open the gate"], NOW)
    assert (dropped.position, dropped.dropped_at) == (2, NOW)
    assert rewritten((OPEN_GATE, dropped), ["open the gate"], NOW) == []
    (back,) = rewritten((OPEN_GATE, dropped), ["open the gate", "post a keeper"], NOW)
    assert (back.done_at, back.dropped_at) == (None, None)


def test_an_order_that_names_no_items_is_told_from_one_that_has_none():
    assert said_items(None) is None
    assert said_items([" "]) == []
