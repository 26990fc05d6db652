"""A file of the record that is given a second time: nothing stands in for what it says."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from tests.factories.review import DAY, EPIDEMIOLOGIST, EVENING, at
from tests.factories.surveillance import SOURCE, case, enter
from tests.features.surveillance.test_record import upload

from bihuan.features.surveillance.models import CaseAggregate, Signal
from bihuan.platform.clock.incident import LOCAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def give(web, settings, tmp_path):
    settings.DATA_DIR = tmp_path

    def given(address, text, reason=""):
        browser = web(EPIDEMIOLOGIST)
        page = browser.post(address, {"file": upload(text), "source": SOURCE}).content.decode()
        form = page.split('name="confirm"')[0].rsplit("<form", 1)[1]
        key = form.partition('name="key" value="')[2].partition('"')[0]
        ready = page.split('name="confirm" value="')[1].split('"')[0]
        told = {"confirm": ready, "key": key, "source": SOURCE, "reason": reason}
        return [browser.post(address, told).status_code for _ in range(2)]

    return given


def test_a_file_of_counts_undoes_what_was_changed_after_it(incident, give):
    address = reverse("surveillance:case_file", args=(DAY,))
    text = f"day,zone,count\n{DAY},990102,9\n"
    with at(incident, EVENING):
        assert give(address, text) == [303, 303], "the same confirmation twice acts once"
        enter(incident, [case(7)], key="other", reason="mistaken")
        assert give(address, text, "the file was right") == [303, 303]
        enter(incident, [case(6)], key="third", reason="mistaken")
        assert give(address, text, "the file was right") == [303, 303]
    assert CaseAggregate.objects.get().count == 9


def test_a_file_of_signals_undoes_what_was_changed_after_it(incident, give):
    address = reverse("surveillance:signal_file")
    head = "day,zone,kind,n,of\n"
    with at(incident, EVENING):
        for n in (12, 15, 12):
            assert give(address, f"{head}{DAY},990102,fever_clinic,{n},100\n") == [303, 303]
    assert Signal.objects.get().n == 12


def test_another_window_of_a_count_is_a_revision(incident, give):
    address = reverse("surveillance:case_file", args=(DAY,))
    head = "day,zone,count,window_start,window_end\n"
    evening = f"{head}{DAY},990102,9,2022-11-27T18:00,2022-11-28T18:00\n"
    midnight = f"{head}{DAY},990102,9,2022-11-28T00:00,2022-11-29T00:00\n"
    with at(incident, EVENING):
        assert give(address, evening) == [303, 303]
        assert give(address, midnight) == [409, 409], "a revision needs a reason"
        assert give(address, midnight, "the window was written wrongly") == [303, 303]
        assert give(address, f"day,zone,count\n{DAY},990102,9\n") == [409, 409], "nothing new"
    stored = CaseAggregate.objects.get()
    assert stored.window_end == datetime(2022, 11, 29, tzinfo=LOCAL)
    assert stored.window_end - stored.window_start == timedelta(days=1)
