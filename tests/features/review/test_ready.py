"""A night's report is worked out while everybody goes on writing, and only then written."""

import re
from datetime import date

import pytest
from django.db import connection
from tests.factories import review as night
from tests.factories.review import DAY, EVENING, MINUTE
from tests.factories.territory import NORTH, administrator

from bihuan.features.review import api
from bihuan.features.review.actions.freeze import OpenNight
from bihuan.features.review.selectors.ready import ready_for
from bihuan.features.territory import api as territory
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.db.reader import Reader
from bihuan.platform.figures import Count, Definition, Figure, Registry, Words, registered

DATE = date.fromisoformat(DAY)


def ready(incident, when=EVENING):
    with night.at(incident, when):
        return ready_for(incident, DATE)


def loaded(incident, report):
    with night.at(incident, EVENING):
        return OpenNight(incident, DAY, "freeze", report).load(Reader(Session()))


@pytest.mark.django_db
def test_what_a_county_enters_while_the_report_is_worked_out_is_still_in_it(drill):
    report = ready(drill)
    before = report.content["completeness"]["n"]
    with night.at(drill, EVENING):
        answer = api.submit(by=night.SOUTH_DUTY, incident=drill, day=DAY, key="s")
    assert isinstance(answer, Outcome)
    assert not report.holds(Reader(Session()))
    assert loaded(drill, report).content["completeness"]["n"] == before + 1


@pytest.mark.django_db
def test_what_others_do_meanwhile_does_not_make_a_ready_report_old(drill):
    report = ready(drill)
    with fixed_at(EVENING):
        change = territory.rename_zone(
            by=administrator(), zone=NORTH, name_zh="新名", name_en="New", key="r"
        )
    assert isinstance(change, Outcome)
    assert loaded(drill, report).content is report.content


@pytest.mark.django_db
def test_a_window_that_is_not_over_has_no_ready_report(drill):
    assert ready(drill, EVENING - 180 * MINUTE) is None


@pytest.mark.django_db(transaction=True)
def test_no_figure_is_asked_while_others_wait_for_the_lock(drill):
    words = Words("探针", "Probe")

    def probed(context):
        return Count(Session().one("SELECT 7 AS probe")[0])

    figure = Figure("test.probe", 9, words, Definition(words, words), probed)
    seen: list[str] = []
    connection.connection.set_trace_callback(seen.append)
    try:
        with registered(Registry((figure,))):
            assert isinstance(night.freeze(drill), Outcome)
    finally:
        connection.connection.set_trace_callback(None)
    text = "\n".join(seen)
    assert "SELECT 7 AS probe" in text
    locked = re.findall(r"BEGIN IMMEDIATE.*?(?:COMMIT|ROLLBACK)", text, re.DOTALL)
    assert locked
    assert all("SELECT 7 AS probe" not in part for part in locked)
