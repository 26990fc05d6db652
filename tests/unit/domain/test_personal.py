"""Numbers that belong to persons: what everybody reads holds none of them."""

import pytest

from bihuan.domain.registers.personal import (
    MASK,
    like_codes,
    masked,
    may_be_published,
    private_numbers,
)


@pytest.mark.parametrize(
    "text",
    [
        "王某11010519491231002X",
        "王某 110105 19491231 002x 已签收",
        "证件：１１０１０５１９４９１２３１００２Ｘ",
        "110105-19491231-002X",
        "older 110105491231002",
        "卡号6222020000000000000",
        "card 4111 1111 1111 1111",
        "打13800138000",
        "call +86 138-0013-8000",
        "８６１３８００１３８０００",
    ],
)
def test_a_number_of_a_person_is_found_however_it_is_written(text):
    assert private_numbers(text)
    assert not may_be_published(text)
    assert MASK in masked(text)
    assert not private_numbers(masked(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "拨打12345、120或0357-2222222、0357 3333333",
        "2026年第31号公告，2026-08-02 10:00至2026-08-05 10:00",
        "材料编号110105194912310021",
        "document 990102001001001",
        "990102 001001 001000, 4000 residents, 1500 households",
        "4111 1111 1111 1112",
        "23800138000",
        "IDL 63(6); PHERL 9, 14, 38",
    ],
)
def test_numbers_of_offices_times_papers_and_zones_are_no_ones(text):
    assert private_numbers(text) == []
    assert masked(text) == text


def test_a_help_line_may_be_the_mobile_of_a_duty_post_and_nothing_else():
    assert may_be_published("13800138000、13800138001", telephones=True)
    assert not may_be_published("13800138000 13800138001 13800138002", telephones=True)
    assert not may_be_published("13800138000，11010519491231002X", telephones=True)


@pytest.mark.parametrize("code", ["141002001001000", "411002001001008"])
def test_the_code_of_a_zone_is_nobodys_number_where_the_register_knows_it(code):
    text = f"zone {code}, 4000 residents"
    assert like_codes(text) == {int(code)}
    assert not may_be_published(text)
    assert may_be_published(text, {int(code)})
    assert masked(text, {int(code)}) == text
    assert MASK in masked(f"{text}, 110105491231002", {int(code)})
