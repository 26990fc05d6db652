"""The live chains are sealed every day, also while no live incident has a night to freeze."""

from datetime import datetime, timedelta

import pytest
from tests.factories.orders import Town
from tests.factories.territory import enter_city

from bihuan.domain.chain.roots import LIVE_SERIES
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.db.dialects import Session
from bihuan.platform.ledger import signing
from bihuan.platform.ledger.roots import stored_roots
from bihuan.site.installation.daily_root import day_to_seal, seal_the_day

EVENING = datetime(2026, 8, 3, 23, 29, tzinfo=LOCAL)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _key(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    signing.make_key(tmp_path)


def sealed_at(wall):
    with fixed_at(wall):
        seal_the_day(wall)
    return [root.day for root in stored_roots(Session(), LIVE_SERIES)]


def test_a_city_without_a_live_incident_seals_its_day_before_midnight():
    with fixed_at(EVENING - MINUTE):
        enter_city()
    assert sealed_at(EVENING) == []
    assert sealed_at(EVENING + MINUTE) == ["2026-08-03"]
    assert sealed_at(EVENING + 2 * MINUTE) == ["2026-08-03"]
    (root,) = stored_roots(Session(), LIVE_SERIES)
    kept = Session().all("SELECT chain, n, hash FROM ledger_event ORDER BY chain, n")
    links = {(chain, n): bytes(link) for chain, n, link in kept}
    assert root.heads
    assert all(links[head.chain, head.number] == head.hash for head in root.heads)
    assert sealed_at(EVENING + DAY + MINUTE) == ["2026-08-03", "2026-08-04"]


def test_a_live_incident_seals_with_its_own_nights():
    Town()
    assert sealed_at(EVENING + MINUTE) == []


def test_nothing_is_sealed_before_anything_is_recorded():
    noon = EVENING.replace(hour=12)
    assert sealed_at(noon) == []
    with fixed_at(noon):
        enter_city()
    assert sealed_at(noon + MINUTE) == []


def test_a_standstill_is_made_good():
    noon = EVENING.replace(hour=12)
    assert day_to_seal(noon, "2026-08-01") == "2026-08-02"
    assert day_to_seal(noon, "2026-08-02") is None
    assert day_to_seal(EVENING + MINUTE, "2026-08-02") == "2026-08-03"
    assert day_to_seal(EVENING - 9 * DAY, "2026-08-03") is None
