"""Every list shows exactly what a plain filter and sort would show, page after page."""

from dataclasses import replace

import pytest
from tests.factories.acting import acting
from tests.factories.many import AUTHORS, UNITS, instant, make_many, stored
from tests.factories.orders import MORNING
from tests.factories.territory import BRIDGE, CITY, GRIDS, NORTH, RIVER

from bihuan.domain.chain.canonical import micros
from bihuan.domain.findings.rates import loop_rates
from bihuan.domain.findings.states import BUCKET_OF, Bucket, State
from bihuan.domain.roles import PUBLIC_ROLES, ROLE_LEVELS, Role
from bihuan.domain.zones import Level, range_of
from bihuan.features.situation.selectors.now import now_page
from bihuan.features.supervision.api import (
    LedgerFilter,
    counts_of,
    first_pages,
    ledger_page,
    mine_of,
    queues_of,
)
from bihuan.features.supervision.selectors.ledger_order import order_of
from bihuan.features.supervision.selectors.night import counts_until
from bihuan.features.supervision.views.ledger_lists import views_of

pytestmark = pytest.mark.django_db
INCIDENT = 1
WHOLE = range_of(CITY)
AT_LEVEL = dict(zip(Level, (CITY, NORTH, RIVER, BRIDGE, GRIDS[0]), strict=True))
ZONES = [CITY, NORTH, RIVER, BRIDGE, GRIDS[0]]
OPEN = [state for state in State if BUCKET_OF[state] is Bucket.OPEN]
FILTERS = {
    "open": LedgerFilter(),
    "everything": LedgerFilter(open_only=False),
    "grave": LedgerFilter(severities=(1, 2)),
    "s1": LedgerFilter(severities=(1,)),
    "s3": LedgerFilter(severities=(3,)),
    "overdue": LedgerFilter(overdue_at=MORNING),
    "today": LedgerFilter(due_before=MORNING),
    "one state": LedgerFilter(states=("RECTIFYING",)),
    "two states": LedgerFilter(states=("RECEIVED", "FAILED")),
    "closed ones": LedgerFilter(open_only=False, states=("CLOSED",)),
    "type": LedgerFilter(types=("P01",)),
    "over-control": LedgerFilter(over_control=True),
    "unit": LedgerFilter(handler_unit=UNITS[0]),
    "unit's states": LedgerFilter(handler_unit=UNITS[0], states=("ASSIGNED", "BLOCKED")),
    "author": LedgerFilter(author_post=AUTHORS[0]),
    "verifier": LedgerFilter(verifier_post=612, states=("VERIFYING",)),
    "disputes": LedgerFilter(dispute_open=True),
    "reviews": LedgerFilter(open_only=False, review_open=True),
    "raised": LedgerFilter(least_level=3),
    "second returns": LedgerFilter(states=("RETURN_REQ",), least_returns=2),
    "first returns": LedgerFilter(states=("RETURN_REQ",), most_returns=1),
    "referrals": LedgerFilter(open_only=False, referral="confirmed"),
    "a county's own": LedgerFilter(states=("RETURN_REQ", "FILED"), office_from=2),
    "extensions of townships": LedgerFilter(states=("EXT_REQ",), handler_below=2),
    "look-backs": LedgerFilter(open_only=False, look_back=True),
    "look-backs due": LedgerFilter(open_only=False, states=("CLOSED",), look_back_by=MORNING),
    "county x state x overdue": LedgerFilter(
        zone=range_of(NORTH), states=("RECTIFYING", "BLOCKED"), overdue_at=MORNING
    ),
    "township": LedgerFilter(zone=range_of(RIVER)),
    "community x severity": LedgerFilter(zone=range_of(BRIDGE), severities=(2,)),
    "ended in a township": LedgerFilter(zone=range_of(RIVER), open_only=False),
}


@pytest.fixture(autouse=True)
def _many():
    make_many(INCIDENT, ZONES, n=400, now=MORNING)


def shows(one, wanted):
    """What a filter says, in plain words."""
    opened = one.closed_at is None and one.ended_at is None
    late = one.order_due_at is not None and one.rectified_at is None
    return all(
        (
            not wanted.open_only or opened,
            wanted.zone is None or one.zone in wanted.zone,
            not wanted.states or one.state in wanted.states,
            not wanted.severities or one.severity in wanted.severities,
            not wanted.types or one.type_code in wanted.types,
            not wanted.over_control or one.over_control,
            not wanted.overdue_at or (late and one.order_due_at < wanted.overdue_at),
            not wanted.due_before or instant(one.order_due_at) in range(1, micros(MORNING) + 1),
            wanted.handler_unit in (None, one.handler_unit),
            wanted.author_post in (None, one.author_post),
            wanted.verifier_post in (None, one.verifier_post),
            not wanted.dispute_open or one.dispute == "open",
            not wanted.review_open or one.review == "open",
            one.level >= wanted.least_level,
            one.return_count >= wanted.least_returns,
            not wanted.most_returns or one.return_count <= wanted.most_returns,
            wanted.referral in ("", one.referral),
            not wanted.office_from or (one.office_level or 9) >= wanted.office_from,
            not wanted.handler_below or (one.handler_level or 0) > wanted.handler_below,
            wanted.look_back_post in (None, one.look_back_post),
            not wanted.look_back or one.look_back_due_at is not None,
            not wanted.look_back_by
            or instant(one.look_back_due_at) in range(1, micros(MORNING) + 1),
        )
    )


def expected(wanted):
    newest = not wanted.open_only and not wanted.look_back and not wanted.look_back_by
    listed = [one for one in stored(INCIDENT) if shows(one, wanted)]
    return [one.id for one in sorted(listed, key=order_of(wanted).key, reverse=newest)]


def read_through(wanted, size, scope=WHOLE):
    found, key = [], None
    while True:
        page = ledger_page(incident=INCIDENT, scope=scope, wanted=wanted, after=key, size=size)
        found += [one.id for one in page.rows]
        key = page.next_key
        if key is None:
            return found


@pytest.mark.parametrize("name", FILTERS)
def test_page_after_page_a_list_shows_each_finding_once_and_in_order(name):
    wanted = FILTERS[name]
    listed = expected(wanted)
    assert listed, "the made-up findings do not try this filter"
    assert read_through(wanted, 7) == listed
    assert counts_of(incident=INCIDENT, scope=range_of(CITY), wanted=[wanted]) == [len(listed)]


def test_several_lists_read_at_once_are_the_lists_read_alone():
    scope, wanted = range_of(NORTH), list(FILTERS.values())
    together = first_pages(incident=INCIDENT, scope=scope, wanted=wanted, size=5)
    alone = [ledger_page(incident=INCIDENT, scope=scope, wanted=one, size=5) for one in wanted]
    assert together == alone


@pytest.mark.parametrize("role", [role for role in Role if role not in PUBLIC_ROLES])
def test_the_ledgers_own_view_is_what_the_first_screen_asks_of_a_post(role):
    """At every level at which the role exists: the same findings, each once, the same counts."""
    for level in ROLE_LEVELS[role]:
        by = acting(role, AT_LEVEL[level], post=612, unit=UNITS[0])
        queues = queues_of(role)
        asked = [one for one in queues if one.verb] or queues
        wanted = [queue.wanted(by, MORNING) for queue in asked]
        view = next((one for one in views_of(by, MORNING) if one.name == "mine"), None)
        assert (view is None) == (not queues)
        if view is None:
            continue
        found = read_through(view.wanted, 7, by.scope)
        rows = [one for one in stored(INCIDENT) if any(shown_to(by, one, each) for each in wanted)]
        assert sorted(found) == sorted(one.id for one in rows)
        assert counts_of(incident=INCIDENT, scope=by.scope, wanted=[view.wanted]) == [len(rows)]
        page = now_page(by, INCIDENT, MORNING)
        to_do = {row.facts.id for row in page.rows if row.verb or asked is queues}
        assert to_do <= set(found)
        tiles = {tile.code: tile.count for tile in page.tiles}
        alone = counts_of(incident=INCIDENT, scope=by.scope, wanted=wanted)
        assert [tiles.get(one.code, 0) for one in asked] == alone


def shown_to(by, one, wanted):
    mine = bool(wanted.handler_unit or wanted.verifier_post or wanted.author_post)
    return shows(one, wanted) and (mine or one.zone in by.scope)


@pytest.mark.parametrize(
    "chip", [{"states": ("EXT_REQ",)}, {"severities": (1, 2)}, {"types": ("P01",)}]
)
def test_a_chip_narrows_each_of_the_lists_taken_together(chip):
    by = acting(Role.CITY_LEADER, CITY)
    wanted = LedgerFilter(any_of=tuple(mine_of(by, MORNING)))
    whole = set(read_through(wanted, 9))
    rows = [one.id for one in stored(INCIDENT) if shows(one, LedgerFilter(open_only=False, **chip))]
    assert sorted(read_through(replace(wanted, **chip), 9)) == sorted(whole & set(rows))


def test_a_list_outside_the_scope_is_empty():
    wanted = replace(FILTERS["open"], zone=range_of(NORTH))
    scope = range_of(RIVER - RIVER % 10**9 + 90 * 10**6)
    assert ledger_page(incident=INCIDENT, scope=scope, wanted=wanted).rows == []


def test_the_database_counts_for_the_rates_what_the_definition_counts():
    for hours in (0, 30, 90):
        at = MORNING.replace(hour=1) - hours * (MORNING - MORNING.replace(hour=1))
        counted = counts_until(INCIDENT, range_of(CITY), micros(at))
        from bihuan.domain.findings.rates import rates_of_counts

        assert rates_of_counts(counted) == loop_rates(stored(INCIDENT), at=at)
