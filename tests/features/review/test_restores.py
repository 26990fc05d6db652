"""R22: the record says when a backup was last proven, plainly "never" when none was."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.factories import posts as duty
from tests.factories.acting import acting
from tests.factories.orders import SUPERVISOR, Town, text_of
from tests.factories.territory import CITY

from bihuan.domain.refusals import Refusal
from bihuan.domain.roles import Role
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.review import api as review
from bihuan.platform.auth import system_post
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.commands import Outcome
from bihuan.platform.db.dialects import Session
from bihuan.platform.figures import installed
from bihuan.platform.figures.registry import NightlyContext
from bihuan.platform.figures.windows import window_of_day
from bihuan.platform.ledger.verify import verify
from bihuan.site.installation import safety

DAY = timedelta(days=1)
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def town(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return Town()


def record(came, at, **facts):
    said = {"file": "ab" * 32, "entries": 7, "until": at - timedelta(hours=1), **facts}
    with fixed_at(at):
        return review.record_restore(
            by=system_post(), report=review.RestoreReport(came, **said), key=f"{came}{at}"
        )


def figure(town, at):
    with fixed_at(at):
        view = incidents.incident(town.incident)
        window = window_of_day(view.clock, view.clock.review_day(at))
        context = NightlyContext(view.id, view.clock, window, range_of(view.zone), view.now())
        return installed().figure("review.days_since_restore").value(context).shown("en")


def concerns(at):
    with fixed_at(at):
        return {one.code for one in safety.concerns()}


def setup_page(town, at):
    with fixed_at(at):
        return text_of(town.client(duty.ADMIN).get("/setup", headers=ENGLISH))


def ready(at):
    with fixed_at(at):
        return Client().get("/readyz").json()


def test_without_a_drill_every_place_says_never(town):
    at = town.wall + DAY
    assert figure(town, at) == "never"
    assert "restore_never_proven" in concerns(at)
    assert "never so far" in setup_page(town, at)
    assert ready(at)["days_since_proven_restore"] is None
    assert "restore" in ready(at)["look_at"]


def test_days_are_counted_from_the_last_proof_and_after_a_week_it_is_too_old(town):
    begun = town.wall + DAY
    assert isinstance(record(review.Came.PROVEN, begun), Outcome)
    later = begun + 7 * DAY + timedelta(hours=1)
    assert not concerns(later) & {"restore_never_proven", "restore_proof_old", "restore_failed"}
    assert "7 days ago" in setup_page(town, later)
    assert ready(later)["days_since_proven_restore"] == 7
    assert "restore" not in ready(later)["look_at"]
    assert "restore_proof_old" in concerns(begun + 8 * DAY)
    assert verify(Session()).faults == ()


def test_the_nightly_figure_is_taken_at_the_cut_off(town):
    begun = town.wall + DAY
    record(review.Came.PROVEN, begun)
    until = window_of_day(
        incidents.incident(town.incident).clock,
        incidents.incident(town.incident).clock.review_day(begun + 3 * DAY),
    ).until
    assert figure(town, begun + 3 * DAY) == str((until - begun).days)
    before = until - 5 * DAY
    assert review.copies(before).days(before) is None


def test_a_failed_drill_is_said_until_a_later_one_succeeds(town):
    at = town.wall + DAY
    record(review.Came.PROVEN, at)
    record(review.Came.FAILED, at + DAY, reason="ledger")
    assert "restore_failed" in concerns(at + 2 * DAY)
    assert "The last restore drill failed" in setup_page(town, at + 2 * DAY)
    assert review.copies(at + 2 * DAY).days(at + 2 * DAY) == 2  # it proves nothing
    record(review.Came.PROVEN, at + 2 * DAY)
    assert "restore_failed" not in concerns(at + 3 * DAY)


def test_a_restored_city_says_which_interval_may_be_missing(town):
    at = town.wall + DAY
    record(review.Came.RESTORED, at, epoch="0123456789abcdef")
    page = setup_page(town, at + DAY)
    assert "This city was restored on" in page
    assert "may be missing" in page


def test_only_the_installation_records_it(town):
    answer = review.record_restore(
        by=acting(Role.SUPERVISOR, CITY, post=SUPERVISOR),
        report=review.RestoreReport(review.Came.PROVEN, "ab" * 32), key="not-mine",
    )  # fmt: skip
    assert isinstance(answer, Refusal)
    assert answer.code == "act_not_granted"
