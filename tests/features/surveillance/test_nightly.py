"""Section 2 of the nightly report: whose rule it follows, and who reported what stands in it."""

from datetime import date

import pytest
from tests.factories.review import DAY, EPIDEMIOLOGIST, EVENING, LEADER, at
from tests.factories.surveillance import case, days_back, enter, wave
from tests.factories.territory import CITY, NORTH, SOUTH
from tests.features.surveillance.test_small_counts import context_of

from bihuan.domain.surveillance.regimes import Effect
from bihuan.domain.surveillance.signals import SignalKind, SignalLine
from bihuan.features.incidents import api as incidents
from bihuan.features.review.nightly import published
from bihuan.features.surveillance import api
from bihuan.features.surveillance.nightly import epidemic, hidden
from bihuan.features.surveillance.selectors.analysis import Kept
from bihuan.features.surveillance.selectors.layers import LAYERS
from bihuan.features.territory.api import Moment, children, zone_of

pytestmark = pytest.mark.django_db


def night_of(incident, **body):
    """A night whose analysis says something."""
    context = context_of(incident)
    kept = Kept("x", CITY, DAY, EVENING, {"withheld": 0, "growth": {}, "clear": {}} | body)
    context.once("surveillance.analysis", lambda: kept)
    return context


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


def test_a_trend_takes_no_night_of_which_most_reports_are_still_to_come(incident):
    enter(incident, wave([20] * 12 + [9, 6], zone=CITY))
    assert published.seven_day_trend(context_of(incident)).units == 82
    growth = {"trend": 0, "rate": [0.001, -0.02, 0.03], "doubling": [None] * 3}
    night = night_of(incident, withheld=2, growth=growth)
    assert published.seven_day_trend(night).code == "late"
    said = epidemic.growth(night)
    assert (said.code, said.words.en) == ("trend_0", "0.1 %/d (−2.0 – 3.0), no clear trend")


def test_no_trend_reaches_across_a_change_of_testing(incident):
    enter(incident, wave([20] * 14, zone=CITY))
    assert published.seven_day_trend(context_of(incident)).units == 100
    first = date.fromisoformat(days_back(6)[0])
    changed = api.RegimeDraft(CITY, first, None, Effect.LEVEL_SHIFT, "检测减少", "less testing")
    with at(incident, EVENING):
        api.set_regime(by=EPIDEMIOLOGIST, incident=incident, draft=changed, key="regime")
    assert published.seven_day_trend(context_of(incident)).code == "regime_break"
    broken = night_of(incident, growth={"trend": None, "reason": "regime_break"})
    assert epidemic.growth(broken).code == "regime_break"


def test_a_clear_community_is_provisional_while_reports_still_come_in(incident):
    enter(incident, wave([0] * 14, zone=CITY))
    sure, unsure = night_of(incident), night_of(incident, clear={"provisional": True})
    assert "provisional" not in published.community_zero(sure).words.en
    assert "provisional" in published.community_zero(unsure).words.en


def test_the_map_of_blind_spots_looks_at_the_night_that_the_page_shows(incident):
    rows = [case(9, zone=zone, route="fever_clinic") for zone in (NORTH, SOUTH)]
    enter(incident, rows)
    report(incident, [(NORTH, "a"), (SOUTH, "b")])
    view, layer = incidents.incident(incident), LAYERS[0]
    with at(incident, EVENING):
        listed = api.blind_lines(view, zone_of(CITY), EVENING.date())
        marked = layer.values(children(CITY), Moment(EVENING, incident=incident))
    assert context_of(incident).window.until < EVENING, "the next night has begun"
    assert marked == {one.zone.code: one.blind for one in listed}
    assert set(marked.values()) == {0}
