"""A request has one instant, which never lies behind what is recorded."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.factories import posts as duty
from tests.factories.orders import Town, text_of

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.features.incidents import api as incidents
from bihuan.platform.auth import system_post
from bihuan.platform.auth.models import Account
from bihuan.platform.clock import now, ticking
from bihuan.platform.clock.system import fixed_at, one_instant
from bihuan.site.installation import safety

DAY = timedelta(days=1)


def test_inside_a_request_time_stands_still_and_the_running_clock_goes_on():
    seen = []

    def view(request):
        seen.extend((now(), now(), ticking()))

    before = datetime.now(UTC)
    one_instant(view)(None)
    first, second, running = seen
    assert before <= first == second <= running
    assert now() != first


def test_a_clock_that_is_held_holds_for_requests_too():
    held, seen = datetime(2026, 8, 2, tzinfo=UTC), []
    with fixed_at(held):
        one_instant(lambda request: seen.append((now(), ticking())))(None)
    assert seen == [(held, held)]


@pytest.fixture
def town(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return Town()


def test_no_page_shows_a_time_before_what_is_recorded(town):
    finding = town.to_rectifying()
    late = town.facts(finding).rectify_due_at + DAY
    town.wall = late
    town.do(duty.LEADER, finding, A.ASK_HELP, need="逃生锁")
    account = Account.objects.get(username=f"post{duty.CLERK}")
    for at in (late + timedelta(minutes=2), late - 2 * DAY):
        client = Client(headers={"accept-language": "zh-hans"})
        with fixed_at(at):
            client.force_login(account)
            assert "整改超时 1" in text_of(client.get("/ledger?view=all"))
            assert f"{late:%Y-%m-%d}" in client.get("/duty").content.decode()


def test_a_clock_that_stayed_ahead_is_named_with_the_way_out(town):
    ahead = town.wall + 400 * DAY
    with fixed_at(ahead):
        incidents.set_cut_off(by=system_post(), incident=town.incident, minutes=1000, key="x")
    with fixed_at(town.wall + DAY):
        found = {one.code: one for one in safety.concerns()}["clock_behind_record"]
        assert not found.grave
        assert f"{ahead:%Y-%m}" in found.en
        assert "operate.zh-CN.md" in found.zh
        ready = Client().get("/readyz").json()
        assert ready["status"] == "degraded"
        assert "clock_behind_record" in ready["look_at"]
        page = text_of(town.client(duty.ADMIN).get("/setup", headers={"accept-language": "en"}))
        assert "keep that time until the clock has passed it" in page
    with fixed_at(ahead + DAY):
        assert "clock_behind_record" not in {one.code for one in safety.concerns()}
