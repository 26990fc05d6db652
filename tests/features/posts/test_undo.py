"""A register is taken back within a day, while nothing rests on what it entered."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.posts import (
    ADMIN,
    DUTY_OFFICER,
    HOLDERS,
    LEADER,
    NOON,
    RIVER_STREET,
    SECRETARY,
    enter_posts,
    holding,
    table,
)
from tests.factories.territory import BRIDGE, HEADER, RIVER, enter_city, line
from tests.factories.visiting import visitor

from bihuan.domain.places import PlaceKind
from bihuan.domain.policy.acts import Act
from bihuan.domain.registers.duty import COLUMNS
from bihuan.features.posts import api
from bihuan.features.posts.selectors import weak_spots
from bihuan.features.territory import api as territory
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.ledgered import ledgered_tables
from bihuan.platform.exchange.writers import OutSheet, write_workbook
from bihuan.platform.ledger.rebuild import check

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NEW, STATION = 601, RIVER + 3_000
POST = (NEW, "巡查岗", "Patrol post", RIVER_STREET, "unit_duty", RIVER, "0350-1001")


@pytest.fixture(autouse=True)
def _city(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with fixed_at(NOON):
        enter_city()
        enter_posts()
        yield
    assert check(Session(), ledgered_tables())[1] == []


def duty_file():
    """A new post, its duty, and another phone for one that stands."""
    leader = (LEADER, "社区主任", "Leader", 3, "community_leader", BRIDGE, "0350-9999")
    rows = {
        "posts": [POST, leader],
        "responsibilities": [("patrols", RIVER, NEW, "", "", "2026-08-02", "")],
    }
    return write_workbook([OutSheet(name, COLUMNS[name], found) for name, found in rows.items()])


def entered(client, address, content, name="duty.xlsx"):
    """Try a file and enter it; return its fingerprint."""
    tried = client.post(address, {"file": SimpleUploadedFile(name, content)})
    found = re.search(r'name="confirm" value="(\w+)"', tried.content.decode())
    assert found, tried.content.decode()[:3000]
    assert client.post(address, {"confirm": found[1]}).status_code == 200
    return found[1]


def take_back(client, address, file, reason="传错文件"):
    return client.post(address, {"undo": file, "reason": reason})


def test_a_duty_book_is_taken_back_whole_and_can_be_entered_again():
    client, book = visitor(HOLDERS[ADMIN]), duty_file()
    file = entered(client, "/duty/book", book)
    assert api.post_of(NEW).in_use
    assert "撤回" in client.get("/duty/book").content.decode()
    with fixed_at(NOON + HOUR):
        client = visitor(HOLDERS[ADMIN])
        assert take_back(client, "/duty/book", file, reason="").status_code == 422
        assert take_back(client, "/duty/book", file).status_code == 200
        assert not api.post_of(NEW).in_use
        assert api.post_of(LEADER).work_phone == "0350-102"
    with fixed_at(NOON + 2 * HOUR):
        client = visitor(HOLDERS[ADMIN])
        assert api.responsible_post(function="patrols", zone=RIVER, at=NOON + 2 * HOUR) is None
        assert take_back(client, "/duty/book", file).status_code == 422, "only once"
        assert entered(client, "/duty/book", book) == file
        assert api.post_of(NEW).in_use


def test_what_is_used_since_or_is_a_day_old_is_not_taken_back():
    client = visitor(HOLDERS[ADMIN])
    file = entered(client, "/duty/book", duty_file())
    said = api.Assignment(api.DutyFunction.TRAFFIC, RIVER, NEW)
    with fixed_at(NOON + HOUR):
        used = api.set_responsibility(by=holding(SECRETARY), assignment=said, key="t")
        assert isinstance(used, Outcome)
        answer = take_back(visitor(HOLDERS[ADMIN]), "/duty/book", file)
        assert answer.status_code == 422
        assert "已有 1 项任职" in answer.content.decode()
        assert api.post_of(NEW).in_use
        assert api.post_of(LEADER).work_phone == "0350-9999"
    with fixed_at(NOON + 25 * HOUR):
        answer = take_back(visitor(HOLDERS[ADMIN]), "/duty/book", file)
        assert answer.status_code == 422
        assert "24 小时" in answer.content.decode()


def test_zones_are_taken_back_until_something_is_tied_to_them():
    client = visitor(HOLDERS[ADMIN])
    row = line(STATION, RIVER, "车站社区", "", "chē zhàn shè qū", "", "", "")
    content = write_workbook([OutSheet("zones", HEADER, [[row[name] for name in HEADER]])])
    file = entered(client, "/setup/zones", content, "zones.xlsx")
    with fixed_at(NOON + HOUR):
        client = visitor(HOLDERS[ADMIN])
        draft = territory.PlaceDraft(STATION, PlaceKind.SHOP, "车站")
        assert isinstance(
            territory.create_place(by=holding(SECRETARY), draft=draft, key="p"), Outcome
        )
        assert take_back(client, "/setup/zones", file).status_code == 422
        (place,) = territory.places_in(scope=territory.zone_of(STATION).range)
        assert isinstance(
            territory.retire_place(by=holding(SECRETARY), place=place.id, key="e"), Outcome
        )
        assert territory.zone_of(STATION).valid_to is None


def test_zones_that_nothing_uses_are_ended_again():
    client = visitor(HOLDERS[ADMIN])
    row = line(STATION, RIVER, "车站社区", "", "chē zhàn shè qū", "", "", "")
    content = write_workbook([OutSheet("zones", HEADER, [[row[name] for name in HEADER]])])
    file = entered(client, "/setup/zones", content, "zones.xlsx")
    with fixed_at(NOON + HOUR):
        assert take_back(visitor(HOLDERS[ADMIN]), "/setup/zones", file).status_code == 200
        assert territory.zone_of(STATION).valid_to is not None


def test_after_a_duty_book_missing_deputies_and_odd_telephones_are_counted(monkeypatch):
    gates = api.WeakSpot("看不到的门", 3, "/gates", Act.VIEW_GATES)
    monkeypatch.setitem(weak_spots._others, "gates", lambda *_: gates)
    people = [(HOLDERS[DUTY_OFFICER], "张三", "12-34")]
    columns, lines = table("people", people)
    answer = api.import_duty(by=holding(ADMIN), tables={"people": (columns, lines)}, key="cd" * 32)
    assert answer.changed == 1
    client = visitor(HOLDERS[ADMIN])
    content = write_workbook([OutSheet("posts", COLUMNS["posts"], [POST])])
    tried = client.post("/duty/book", {"file": SimpleUploadedFile("d.xlsx", content)})
    ready = re.search(r'name="confirm" value="(\w+)"', tried.content.decode())[1]
    page = client.post("/duty/book", {"confirm": ready}).content.decode()
    assert "电话格式不正确: 1" in page
    assert "缺少副职的职责" in page
    # Who may not open the gates reads their number and is not sent to a closed door.
    assert "看不到的门" in page
    assert 'href="/gates"' not in page
    assert [weak_spots.well_formed(one) for one in ("0357-2091110", "12345", "123", "12-34")] == [
        True, True, True, False,
    ]  # fmt: skip
