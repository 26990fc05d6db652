import pytest

from bihuan.domain.texts import first_unreadable, name_key, seen, tidy, unreadable


@pytest.mark.parametrize("text", ["\u200b", "\u00ad \u2060", "\u3164\u3164", "\ufe0f", "\u2800"])
def test_a_text_in_which_nothing_is_to_be_seen_is_refused(text):
    assert not seen(text)
    assert unreadable(text).code == "text_invisible"


@pytest.mark.parametrize("text", ["", "  ", "\u3000西门\n\t已开", "👨‍👩‍👧", "𰻞", "\ue000"])
def test_ordinary_texts_and_rare_characters_pass(text):
    assert unreadable(text) is None


def test_an_unreadable_text_is_found_however_deep_it_lies():
    assert first_unreadable({"a": ["好", {"b": ("坏\u202e", b"\x00")}]}).params["place"] == 2
    assert first_unreadable({"a": [1, None, ("好",)]}) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("石桥\u00a0社区", "石桥社区"), ("第１网格", "第1网格"), ("城北（东）", "城北(东)"),
        ("Cafe\u0301", "Caf\u00e9"), ("⽥村", "田村"), ("石\ufe00桥", "石桥"),
    ],
)  # fmt: skip
def test_names_that_look_the_same_have_one_key(one, other):
    assert name_key(one) == name_key(other)


def test_names_that_differ_to_the_eye_keep_keys_of_their_own():
    assert len({name_key(one) for one in ("1 11号", "11 1号", "111号", "东村", "東村")}) == 5


def test_a_name_is_stored_composed_with_single_plain_spaces():
    assert tidy("  Caf\u0065\u0301\u00a0\u3000A ") == "Caf\u00e9 A"
