"""R18: a live incident whose record nobody seals turns red, on the screen and at the console."""

from datetime import timedelta

import pytest
from tests.factories import posts as duty
from tests.factories.orders import SUPERVISOR, Town, text_of

from bihuan.features.incidents import api as incidents
from bihuan.features.review import api as review
from bihuan.platform.auth import system_post
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.ledger import signing
from bihuan.site.installation import safety

RED = "没有签名日根"
HOUR = timedelta(hours=1)


@pytest.fixture
def town(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    signing.make_key(tmp_path)
    return Town()


def opened(town):
    return incidents.incident(town.incident).opened_at


def shown(town, post, at):
    with fixed_at(at):
        return text_of(town.client(post).get("/now", headers={"accept-language": "zh-hans"}))


def concerns(at):
    with fixed_at(at):
        return {one.code: one for one in safety.concerns()}


@pytest.mark.parametrize("post", [duty.DUTY_OFFICER, duty.ADMIN])
def test_thirty_six_hours_without_a_root_are_red_where_somebody_can_act(town, post):
    begun = opened(town)
    assert RED not in shown(town, post, begun + 36 * HOUR - timedelta(seconds=1))
    assert RED in shown(town, post, begun + 36 * HOUR)


def test_who_cannot_act_on_it_is_not_told(town):
    assert RED not in shown(town, SUPERVISOR, opened(town) + 40 * HOUR)


def test_check_names_it_and_a_start_is_not_refused_for_it(town):
    begun = opened(town)
    assert "root_missing" not in concerns(begun + 35 * HOUR)
    found = concerns(begun + 36 * HOUR)["root_missing"]
    assert not found.grave
    assert begun.strftime("%Y-%m-%d") in found.en


def test_a_frozen_night_seals_the_record_until_thirty_six_hours_after_its_cut_off(town):
    begun = opened(town)
    with fixed_at(begun + 40 * HOUR):
        view = incidents.incident(town.incident)
        day = view.clock.review_day(begun + 16 * HOUR).isoformat()
        done = review.freeze(by=system_post(), incident=view.id, day=day, key="freeze")
        assert isinstance(done, Outcome), done
        until = review.snapshot_head(incident=view.id, day=day).cut_off_at
        view = incidents.incident(town.incident)
        assert review.unsealed_since(view, until + 36 * HOUR - HOUR) is None
        assert review.unsealed_since(view, until + 36 * HOUR) == until


@pytest.mark.parametrize("post", [duty.DUTY_OFFICER, duty.ADMIN])
def test_a_clock_behind_the_record_is_told_where_somebody_can_act(town, post):
    held = "本机时钟落后于台账"
    begun = opened(town)
    assert held not in shown(town, post, begun)
    assert held in shown(town, post, begun - 3 * HOUR)
    assert held not in shown(town, SUPERVISOR, begun - 3 * HOUR)
