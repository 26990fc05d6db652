"""A frozen night in the small city on the drill profile, and machine code made once."""

import pytest
from django.test import Client
from tests.factories import review as night
from tests.factories.kernels import compile_once
from tests.factories.territory import NORTH, ZONES

from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.tonight import Choice, PlanKind
from bihuan.features.incidents import api as incidents
from bihuan.features.posts.api import posts_held_now
from bihuan.features.scenarios import api
from bihuan.features.territory.api import zone_of
from bihuan.platform.auth.acting_post import provide_posts
from bihuan.platform.auth.models import Account
from bihuan.platform.ledger import signing

RESIDENTS = 9_000
# A tenth of the county's people: what these tests ask of a run does not depend on their number.
SMALL = tuple((*zone[:6], str(RESIDENTS), zone[7]) if zone[0] == NORTH else zone for zone in ZONES)


@pytest.fixture(scope="session")
def _kernels(tmp_path_factory):
    compile_once(tmp_path_factory)


def begin(settings, data):
    """Open a drill on the drill profile in a data directory, and freeze its first night."""
    settings.DATA_DIR = data
    signing.make_key(settings.DATA_DIR)
    number = night.open_drill(night.EVENING, zones=SMALL)
    with night.at(number, night.EVENING):
        incidents.adopt_profile(
            by=night.LEADER, incident=number, profile="drill-generic", major=True, key="adopt"
        )
    night.freeze(number)
    return number


def adopt_vector(incident):
    """Put the drill on a vector-borne profile."""
    with night.at(incident, night.EVENING):
        adopted = {"profile": "chikungunya-dengue", "major": False, "reason": "laboratory"}
        done = incidents.adopt_profile(by=night.LEADER, incident=incident, key="vector", **adopted)
    assert not isinstance(done, Refusal), done


@pytest.fixture
def incident(settings, tmp_path):
    yield begin(settings, tmp_path)
    provide_posts(posts_held_now)


@pytest.fixture
def ask(incident, _kernels):
    """Ask for one measure more beside lifting everything; returns the run."""

    def asked(key="ask", *, by=night.LEADER, zone=night.NORTH, runs=5, **changes):
        said = {"another": "M10/T2", "days": 12, "infections": 60, "beds": 5} | changes
        choice = Choice(said.pop("kinds", (PlanKind.ANOTHER,)), **said)
        with night.at(incident, night.EVENING):
            answer = api.ask_run(
                by=by, view=incidents.incident(incident), zone=zone_of(zone), choice=choice,
                key=key, runs=runs,
            )  # fmt: skip
        number = getattr(answer, "result", {}).get("number")
        return answer if number is None else api.run_of(incident=incident, number=number)

    return asked


@pytest.fixture
def web():
    account = Account.objects.create_user(username="u", password="p" * 20, person=9001)

    def entered(by, *, language="en"):
        provide_posts(lambda person, instant: [by])
        browser = Client(headers={"accept-language": language})
        browser.force_login(account, backend="bihuan.platform.auth.backend.Accounts")
        return browser

    return entered
