"""Section 2 of the nightly report: whose rule it follows, and who reported what stands in it."""

import pytest
from tests.factories.review import DAY, EPIDEMIOLOGIST, EVENING, LEADER, at
from tests.factories.surveillance import enter, wave
from tests.factories.territory import CITY, NORTH, SOUTH
from tests.features.surveillance.test_small_counts import context_of

from bihuan.domain.surveillance.signals import SignalKind, SignalLine
from bihuan.features.incidents import api as incidents
from bihuan.features.review.nightly import published
from bihuan.features.surveillance import api
from bihuan.features.surveillance.nightly import hidden

pytestmark = pytest.mark.django_db


def report(incident, sources):
    lines = [
        SignalLine(zone, DAY, SignalKind.SENTINEL, str(place), 1, 1, source)
        for place, (zone, source) in enumerate(sources)
    ]
    with at(incident, EVENING):
        api.enter_signals(by=EPIDEMIOLOGIST, incident=incident, rows=lines, source="", key="s")


def test_community_zero_is_judged_only_where_the_profile_uses_it(incident):
    enter(incident, wave([0] * 14, zone=CITY))
    assert published.community_zero(context_of(incident)).code == "zero"
    with at(incident, EVENING):
        incidents.adopt_profile(
            by=LEADER, incident=incident, profile="norovirus", major=False, key="adopt"
        )
    assert published.community_zero(context_of(incident)).code == "not_used"


def test_the_report_names_who_reported_the_signals(incident):
    assert hidden.signal_source(context_of(incident)) is None
    report(incident, [(NORTH, "county CDC"), (SOUTH, "city hospital"), (SOUTH, "county CDC")])
    assert hidden.signal_source(context_of(incident)).words.zh == "city hospital；county CDC"


def test_of_many_sources_five_are_named_and_the_rest_counted(incident):
    report(incident, [(NORTH, f"source {n}") for n in range(7)])
    assert hidden.signal_source(context_of(incident)).words.en.endswith("source 4；2 more")
