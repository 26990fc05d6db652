"""Pages of a made city that are read and timed: who asks, and for which address."""

import gzip
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from benchmarks.world.tasks import CAST, CLERK, INCIDENT, TEAM, client
from bihuan.domain.findings.states import State
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.zones import Level, ancestor_of, range_of
from bihuan.features.supervision import api as supervision
from bihuan.features.supervision.selectors.ledger_order import (
    DUE,
    URGENT,
    order_of,
    runs_of,
)
from bihuan.features.supervision.selectors.lines import label_of
from bihuan.features.supervision.views.ledger_lists import views_of
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.models import Account
from bihuan.platform.db.dialects import Session
from bihuan.platform.ui.paging import write_key

WARM = 3
EVENTS = 30
OLDEST_FIRST = "reported_at, id"


@dataclass(frozen=True)
class Page:
    """One page: a name for the report, who reads it, its address."""

    name: str
    by: ActingPost
    address: str


def _role(role: str, level: Level | None = None) -> ActingPost:
    return next(
        post
        for post in CAST.posts.values()
        if post.actor.role == role and level in (None, post.actor.level)
    )


def _busiest() -> dict[Level, ActingPost]:
    sql = (
        "SELECT handler_post, count(*) FROM supervision_finding WHERE incident=? AND"
        " handler_post IS NOT NULL AND closed_at IS NULL AND ended_at IS NULL AND handler_level=?"
        " GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    )
    session = Session()
    return {
        level: CAST.posts[session.all(sql, (INCIDENT.id, int(level)))[0][0]]
        for level in (Level.TOWNSHIP, Level.COMMUNITY)
    }


def _first_screens() -> Iterator[Page]:
    roles = {
        "clerk": CLERK, "office head": _role("office_head"), "leader": _role("city_leader"),
        "verifier": _role("verifier"), "supervisor": TEAM, "duty officer": _role("duty_officer"),
    }  # fmt: skip
    for name, by in roles.items():
        yield Page(f"first screen, {name}", by, "/now")
    for level, by in _busiest().items():
        yield Page(f"first screen, {level.name.lower()} duty", by, "/now")


def _ledgers() -> Iterator[Page]:
    now = INCIDENT.now()
    for view in views_of(CLERK, now):
        yield Page(f"ledger, {view.name}", CLERK, f"/ledger?view={view.name}")
    county = _busy_zone(Level.COUNTY)
    narrow: dict[str, Any] = {"zone": county}
    yield Page("ledger, county", CLERK, "/ledger?" + urlencode(narrow))
    for state in (State.FILED, State.RECTIFYING, State.VERIFYING):
        yield Page(f"ledger, {state.lower()}", CLERK, "/ledger?" + urlencode({"state": state}))
    narrow |= {"state": State.RECTIFYING, "view": "overdue"}
    yield Page("ledger, county x state x overdue", CLERK, "/ledger?" + urlencode(narrow))
    narrow = {"zone": _busy_zone(Level.TOWNSHIP), "severity": 3}
    yield Page("ledger, township x severity", CLERK, "/ledger?" + urlencode(narrow))
    for level, by in _busiest().items():
        yield Page(f"ledger, {level.name.lower()} duty's own", by, "/ledger")
    for view in ("open", "all"):
        yield Page(f"ledger, {view}, last page", CLERK, _last_page(view))


def _busy_zone(level: Level) -> int:
    """Return the zone in the middle of its level by open findings: half have more."""
    sql = (
        "SELECT zone, count(*) FROM supervision_finding WHERE incident=? AND"
        " reported_at IS NOT NULL AND closed_at IS NULL AND ended_at IS NULL GROUP BY zone"
    )
    counts: Counter[int] = Counter()
    for zone, n in Session().all(sql, (INCIDENT.id,)):
        counts[_ancestor(zone, level)] += n
    ranked = [zone for zone, _ in counts.most_common() if zone]
    return ranked[len(ranked) // 2]


def _ancestor(zone: int, level: Level) -> int:
    try:
        return ancestor_of(zone, level)
    except ValueError:
        return 0


def _last_page(name: str) -> str:
    view = next(one for one in views_of(CLERK, INCIDENT.now()) if one.name == name)
    order = order_of(view.wanted)
    where = runs_of(INCIDENT.id, CLERK.scope, view.wanted)[0][-1].where
    backwards = f"{URGENT} DESC, {DUE} DESC, id DESC" if view.wanted.open_only else OLDEST_FIRST
    sql = (
        f"SELECT id FROM supervision_finding WHERE {where.sql} ORDER BY {backwards}"  # noqa: S608
        " LIMIT 1 OFFSET 20"
    )
    facts = supervision.finding_facts(Session().all(sql, where.values)[0][0])
    assert facts is not None
    return "/ledger?" + urlencode({"view": name, "after": write_key(order.key(facts))})


def _others() -> Iterator[Page]:
    city, county = range_of(CLERK.actor.lo).lo, _busy_zone(Level.COUNTY)
    yield Page("one finding, 30 entries", CLERK, f"/orders/{_much_happened()}")
    for layer in ("open_findings", "open_s1", "unowned"):
        yield Page(f"map, {layer}", CLERK, f"/map?layer={layer}")
    yield Page("map of a county", CLERK, f"/map?layer=open_findings&zone={county}")
    yield Page("duty book, city", CLERK, "/duty")
    yield Page("duty book, county", CLERK, f"/duty?zone={county}")
    yield Page("zone, city", CLERK, f"/zones/{city}")
    yield Page("zone, community", CLERK, f"/zones/{_busy_zone(Level.COMMUNITY)}")
    yield Page("call list", _role("duty_officer"), "/calls")
    yield Page("pulse", _role("duty_officer"), "/pulse")
    yield Page("nights", CLERK, "/review")
    last = INCIDENT.clock.review_day(INCIDENT.now() - timedelta(days=1))
    yield Page("tonight's report before the freeze", CLERK, f"/review/{last.isoformat()}")
    yield Page("search", CLERK, "/search?" + urlencode({"q": "村"}))
    yield Page("report a finding", TEAM, "/f/report")


def _much_happened() -> str:
    """Return a finding with about thirty entries; give the busiest one more where it has fewer."""
    sql = (
        "SELECT subject, count(*) FROM ledger_event WHERE subject IN (SELECT id FROM"
        " supervision_finding WHERE ledger_number IS NOT NULL AND reported_at IS NOT NULL AND"
        " closed_at IS NULL AND ended_at IS NULL) GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    )
    identity, entries = Session().all(sql)[0]
    for number in range(entries, EVENTS):
        seen = supervision.Seen(identity, INCIDENT.id)
        supervision.act_on(
            by=_role("coordinator"), act=LoopAct.OFFER_HELP, seen=seen,
            key=f"bench:help:{number}", said={"need": "增派两人"},
        )  # fmt: skip
    facts = supervision.finding_facts(identity)
    assert facts is not None
    return label_of(facts)


_pages: dict[str, Page] = {}
_browsers: dict[int, Any] = {}


def pages() -> list[str]:
    """Return the names of all pages that can be read."""
    if not _pages:
        listed = (*_first_screens(), *_ledgers(), *_others())
        _pages.update({page.name: page for page in listed})
    return list(_pages)


def _browser(by: ActingPost) -> Any:
    if by.person not in _browsers:
        Account.objects.get_or_create(person=by.person, defaults={"username": f"p{by.person}"})
        _browsers[by.person] = client(by)
    return _browsers[by.person]


def _get(page: Page) -> bytes:
    answer = _browser(page.by).get(page.address)
    if answer.status_code != 200:
        raise SystemExit(f"{page.name}: {page.address} answers {answer.status_code}")
    return bytes(answer.content)


def read(name: str, count: int) -> list[float]:
    """Return the seconds of each of ``count`` requests for a page, after a few unmeasured ones."""
    pages()
    page = _pages[name]
    for _ in range(WARM):
        _get(page)
    times = []
    for _ in range(count):
        start = time.perf_counter()
        _get(page)
        times.append(time.perf_counter() - start)
    return times


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect every statement that the connection carries out."""
    seen: list[str] = []
    connection.ensure_connection()
    connection.connection.set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        connection.connection.set_trace_callback(None)


def weigh(name: str) -> dict[str, Any]:
    """Return a page's statements, bytes and packed bytes."""
    pages()
    page = _pages[name]
    _get(page)
    with counted() as seen:
        body = _get(page)
    return {
        "queries": sum(not sql.startswith(("BEGIN", "COMMIT")) for sql in seen),
        "bytes": len(body),
        "gzip": len(gzip.compress(body)),
        "median_ms": round(median(read(name, 5)) * 1e3, 1),
    }


def profiled(name: str, count: int = 10) -> str:
    """Return where a page's time goes."""
    import cProfile
    import io
    import pstats

    pages()
    _get(_pages[name])
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(count):
        _get(_pages[name])
    profile.disable()
    text = io.StringIO()
    pstats.Stats(profile, stream=text).sort_stats("tottime").print_stats(25)
    return text.getvalue()


TASKS = {"pages": pages, "read": read, "weigh": weigh, "profiled": profiled}
