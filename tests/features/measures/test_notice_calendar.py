"""The calendar of ends: read as RFC 5545 reads it, and never telling a suspended end as sure."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from tests.factories.decided import HOUR, adopted, drafted, lawful, several, walked
from tests.factories.orders import MORNING, Town
from tests.factories.premises import signed
from tests.factories.territory import BRIDGE, CITY, TEMPLE

from bihuan.domain.measures.scopes import Scope
from bihuan.domain.policy.acts import Act
from bihuan.domain.zones import range_of
from bihuan.features.measures import api
from bihuan.features.measures.selectors.notice_calendar import calendar
from bihuan.features.measures.selectors.notices import places_told
from bihuan.features.territory import api as territory
from bihuan.platform.clock.system import fixed_at

pytestmark = pytest.mark.django_db
LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:,]+)*):(.*)")


def read(text):
    """Return the components of a calendar: unfolded, its lines and nesting as the RFC has them."""
    assert text.endswith("\r\n")
    lines = text[:-2].split("\r\n")
    assert not any("\n" in line or "\r" in line for line in lines)
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = "\r\n".join(lines).replace("\r\n ", "").split("\r\n")
    inside, found = [], []
    for line in whole:
        name, parameters, value = LINE.fullmatch(line).groups()
        if name == "BEGIN":
            inside.append({"": value})
        elif name == "END":
            assert inside[-1].pop("") == value
            found.append((value, inside.pop()))
        else:
            assert name not in inside[-1], name
            inside[-1][name + parameters] = value
    assert not inside
    return found


def events(at):
    with fixed_at(at):
        answer = Client().get("/p/measures.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = read(answer.content.decode())
    assert [name for name, _ in found if name == "VTIMEZONE"]  # a calendar is never empty
    return {one["UID"]: one for name, one in found if name == "VEVENT"}


def test_a_calendar_says_of_each_end_whether_it_holds():
    with fixed_at(MORNING):
        town = Town()
        assert events(MORNING) == {}
        held, sealed, short = several(town)
        later = drafted(town, zones=(TEMPLE,), starts_at=MORNING + 2 * HOUR, hours=20)
        waiting = walked(town, later, until=Act.PUBLISH_NOTICE)
    told = events(MORNING)
    assert set(told) == {f"{one}@bihuan" for one in (held, sealed, short, waiting)}
    one = told[f"{held}@bihuan"]
    assert one["DTSTART;TZID=Asia/Shanghai"] == "20260805T100000"
    assert one["DTSTAMP"] == "20260803T020000Z"
    assert one["STATUS"] == "CONFIRMED"
    assert "Shiqiao Community\\, Hebin Subdistrict" in one["LOCATION"]
    assert one["URL"] == f"http://testserver/p/measures/{held}"
    for name, mark in ((sealed, "【暂停执行】"), (waiting, "【尚未执行】")):
        assert told[f"{name}@bihuan"]["STATUS"] == "TENTATIVE"
        assert told[f"{name}@bihuan"]["SUMMARY"].startswith(mark)
    whole = places_told(Scope((range_of(CITY),)), territory.name_chains([CITY]))
    assert [words.en for words in whole] == ["Mingzhou City"]


def test_no_name_breaks_a_line_of_the_calendar():
    with fixed_at(MORNING):
        town = Town()
        adopted(town.incident)
        lawful(town)
        signed()
        measure = walked(town, drafted(town, zones=(BRIDGE,)))
        one = api.notice_of(measure, MORNING)
        odd = "甲；乙,;\\\r\nEND:VCALENDAR\n\x07" * 9
        where = tuple(type(words)(odd, odd) for words in one.where)
        told = read(calendar([replace(one, where=where)], address=lambda name: f"https://a/{name}"))
        location = dict(told)["VEVENT"]["LOCATION"]
        assert location.count("甲；乙\\,\\;\\\\\\nEND:VCALENDAR\\n") == 18
