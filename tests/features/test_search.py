"""The search finds an order by any form of its number, places, posts and clauses, never people."""

import pytest
from tests.factories import posts as duty
from tests.factories.orders import AUDITOR, SOUTH_VERIFIER, SUPERVISOR, Town, text_of
from tests.factories.territory import BRIDGE

from bihuan.domain.places import PlaceKind
from bihuan.features.territory import api as territory

FORMS = (
    "1",
    "jb1",
    "JB-2026-1",
    "jb 0001",
    "〔2026〕1号",
    "临疫防督〔2026〕1号",
    "[2026]1号",
    "1号",
)


@pytest.fixture
def town(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return Town()


def look(town, post, text):
    with town.later(seconds=1):
        return town.client(post).get("/search", {"q": text})


def test_an_order_is_opened_by_any_form_of_its_number(town):
    town.to_assigned()
    for form in FORMS:
        assert look(town, duty.CLERK, form).url == "/orders/JB-2026-0001", form
    assert look(town, duty.CLERK, "2025-1").status_code == 200
    assert look(town, SOUTH_VERIFIER, "jb1").status_code == 200


def test_a_supervision_order_leads_to_its_finding(town):
    town.to_rectifying()
    with town.later(hours=3):
        from bihuan.platform.clock import now
        from bihuan.platform.jobs.ticks import run_tick

        run_tick(now())
    assert look(town, duty.CLERK, "db1").url == "/orders/JB-2026-0001"
    assert look(town, duty.CLERK, "DB-2026-0001").url == "/orders/JB-2026-0001"


def test_places_posts_and_clauses_are_found_by_name_and_by_spelling(town):
    draft = territory.PlaceDraft(BRIDGE, PlaceKind.MARKET, "石桥菜市场")
    with town.later(seconds=1):
        territory.create_place(by=town.by(SUPERVISOR), draft=draft, key="p")
    for text in ("菜市场", "shiqiao", "sq"):
        assert "石桥菜市场" in text_of(look(town, duty.CLERK, text)), text
    assert "社区主任" in text_of(look(town, duty.CLERK, "石桥社区居委会"))
    assert "社区主任" in text_of(look(town, duty.CLERK, "社区主任"))
    assert "疏散通道受阻或上锁" in text_of(look(town, duty.CLERK, "消防法"))
    assert "疏散通道受阻或上锁" in text_of(look(town, AUDITOR, "x02"))


@pytest.mark.parametrize("text", ["", "%", "'", "张三", "13900001", "\x00a", "〔〕号", "9" * 59])
def test_nothing_is_found_in_words_and_no_person_ever(town, text):
    page = look(town, duty.CLERK, text)
    assert page.status_code == 200
    assert "139000" not in text_of(page).replace(text, "")
