"""R5: a full disk is said plainly, reading goes on, and so does writing once there is room."""

import json

import pytest
from tests.factories import posts as duty
from tests.factories.orders import SUPERVISOR, text_of
from tests.factories.territory import BRIDGE

from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


def said(number):
    return {"type": "P01", "zone": BRIDGE, "text": "占道经营" * 100, "key": f"key-{number}"}


def fill(city, client):
    """Report until the disk is full; return the first answer that was no success, and its key."""
    size = sum(file.stat().st_size for file in city.folder.iterdir())
    city.disk.room = size // 2
    for number in range(400):
        answer = client.post("/f/report", said(number))
        if answer.status_code != 302:
            return answer, number
    raise AssertionError("the disk never filled")


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "磁盘已满"), ("en", "The disk is full")]
)
def test_a_full_disk_is_said_and_reading_goes_on(city, language, words):
    client = city.town.client(SUPERVISOR)
    client.cookies["language"] = language
    answer, _ = fill(city, client)
    assert answer.status_code == 507
    assert words in text_of(answer)
    assert "占道经营" * 100 in text_of(answer), "what was typed stands there"
    for address in ("/now", "/ledger", "/f/report", "/healthz"):
        assert client.get(address).status_code == 200, address


def test_with_room_again_writing_goes_on_without_a_restart(city):
    client = city.town.client(SUPERVISOR)
    answer, number = fill(city, client)
    assert answer.status_code == 507
    city.disk.room = None
    assert client.post("/f/report", said(number)).status_code == 302
    session = Session()
    assert session.one("SELECT count(*) FROM supervision_finding") == (number + 1,)
    assert session.one("PRAGMA integrity_check") == ("ok",)
    assert verify(session).faults == ()


def test_a_phone_keeps_what_a_full_disk_did_not_take(city):
    client = city.town.client(SUPERVISOR)
    _, number = fill(city, client)
    items = {"items": [{"key": "phone-1", "form": said(number)}]}
    sent = {"data": json.dumps(items), "content_type": "application/json"}
    assert client.post("/f/sync", **sent).status_code == 507
    city.disk.room = None
    results = client.post("/f/sync", **sent).json()["results"]
    assert [one["status"] for one in results] == ["stored"]


def test_a_session_is_read_while_it_cannot_be_noted(city):
    client = city.town.client(duty.CLERK)
    fill(city, city.town.client(SUPERVISOR))
    with city.town.later(minutes=10):
        assert client.get("/now").status_code == 200
