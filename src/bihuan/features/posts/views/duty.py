"""The duty book (责任与力量): the partition check first, then who answers for what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from bihuan.domain.policy.acts import Act
from bihuan.domain.responsibility import GapReport
from bihuan.domain.zones import ZoneCodeError, level_of
from bihuan.features.posts import api
from bihuan.features.posts.labels import FUNCTIONS, KINDS, UNREACHED
from bihuan.features.posts.permissions import can_act
from bihuan.features.territory import api as territory
from bihuan.platform.auth import ActingPost
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now
from bihuan.platform.ui.forms import number_said

MOST_LINES = 60
MOST_POSTS = 80


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of the matrix: a post, nobody, or nothing asked."""

    function: str
    post: api.PostView | None
    missing: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One zone of the matrix."""

    zone: territory.ZoneView
    cells: Sequence[Cell]


@page(Act.VIEW_POSTS)
def duty(request: ActingRequest) -> HttpResponse:
    """Show the duty book of one zone: the post's own, or one below it."""
    zone = shown_zone(request.by, request.GET.get("zone", ""))
    if zone is None:
        return render(request, "territory/no_register.html")
    at = now()
    report = api.gaps_kept(at=at, scope=zone.range)
    functions, rows = _matrix(zone, at)
    context = {
        "zone": zone,
        "chain": territory.name_chain(zone.code),
        "at": at,
        "report": report,
        "gaps": _gaps(report),
        "may_fix": can_act(request.by, Act.SET_RESPONSIBILITY, zone.code),
        "may_call": can_act(request.by, Act.CALL_OUT, zone.code),
        "may_export": can_act(request.by, Act.EXPORT_DUTY_BOOK, zone.code),
        "may_import": can_act(request.by, Act.IMPORT_REGISTER, zone.code),
        "functions": functions,
        "rows": rows,
        "people": _people(zone, at),
        "waiting": _waiting(request.by, zone),
        "own": _own(request.by, at),
    }
    return render(request, "posts/duty.html", context)


def shown_zone(by: ActingPost, said: str) -> territory.ZoneView | None:
    """Return the zone asked for inside the post's scope, else its own, else None.

    Raises
    ------
    Http404
        The zone asked for lies outside, or there is none of that code.
    """
    if not said:
        own = by.scope.lo
        found = territory.zone_of(own) if _is_code(own) else territory.root()
        return found or territory.root()
    code = number_said(said)
    if code is None:
        raise Http404("no zone code")
    found = territory.zone_of(code)
    if found is None or not by.scope.covers(found.range):
        raise Http404("outside the scope")
    return found


def _is_code(code: int) -> bool:
    try:
        level_of(code)
    except ZoneCodeError:
        return False
    return True


def _gaps(report: GapReport) -> dict[str, Any]:
    """Return the first lines of each kind of gap, with names resolved in two queries."""
    unowned, overlaps = report.unowned[:MOST_LINES], report.overlaps[:MOST_LINES]
    silent, unsaid = report.unreachable[:MOST_LINES], report.unacknowledged[:MOST_LINES]
    chains = territory.name_chains({one.zone for one in unowned} | {one.zone for one in overlaps})
    numbers = {one.post for one in silent} | {one.post for one in unsaid}
    posts = api.posts_of(numbers.union(*(one.posts for one in overlaps)))
    return {
        "unowned": [(one, chains.get(one.zone, ())[1:], _name(one.function)) for one in unowned],
        "overlaps": [
            (one, chains.get(one.zone, ())[1:], _name(one.function), _posts(one.posts, posts))
            for one in overlaps
        ],
        "unreachable": [(posts.get(one.post), UNREACHED[one.reason], one) for one in silent],
        "unacknowledged": [posts[one.post] for one in unsaid if one.post in posts],
        "most": MOST_LINES,
    }


def _posts(numbers: Sequence[int], posts: Mapping[int, api.PostView]) -> list[api.PostView]:
    return [posts[number] for number in numbers if number in posts]


def _name(function: str) -> Promise:
    return FUNCTIONS[api.DutyFunction(function)]


def _matrix(
    zone: territory.ZoneView, at: datetime
) -> tuple[Sequence[tuple[str, Promise]], Sequence[Row]]:
    """Return functions and rows: the zones directly below, or the zone itself at the bottom."""
    zones = territory.children(zone.code, at=at) or [zone]
    claims = {
        (claim.zone, claim.function): claim.post
        for claim in api.claims_on([one.code for one in zones], at=at)
    }
    required = {name for name, level in api.required_functions() if level == zones[0].level}
    asked = required.union(name for _, name in claims)
    functions = [(one.value, label) for one, label in FUNCTIONS.items() if one.value in asked]
    posts = api.posts_of(claims.values())
    rows = []
    for one in zones:
        numbers = [(name, claims.get((one.code, name))) for name, _ in functions]
        cells = [
            Cell(name, posts.get(number or 0), number is None and name in required)
            for name, number in numbers
        ]
        rows.append(Row(one, cells))
    return functions, rows


def _people(zone: territory.ZoneView, at: datetime) -> dict[str, Any]:
    """Return the posts of exactly this zone with those who hold them."""
    posts = api.posts_at(zone.code, limit=MOST_POSTS)
    held = api.holdings_of([post.id for post in posts], at=at)
    lines = [(post, [(one, KINDS[one.kind]) for one in held.get(post.id, ())]) for post in posts]
    return {"lines": lines, "most": MOST_POSTS}


def _waiting(by: ActingPost, zone: territory.ZoneView) -> dict[str, Any]:
    waiting = api.waiting_in(scope=zone.range)
    posts = api.posts_of(one.holding.post for one in waiting)
    return {
        "lines": [
            (one, posts.get(one.holding.post), KINDS[one.holding.kind], _may_confirm(by, one))
            for one in waiting
        ],
        "may": can_act(by, Act.CONFIRM_APPOINTMENT, zone.code),
    }


def _may_confirm(by: ActingPost, one: api.Waiting) -> bool:
    return by.person not in (one.requested_by, one.holding.person)


def _own(by: ActingPost, at: datetime) -> dict[str, Any]:
    holdings = [one for one in api.holdings_by(by.person, at=at) if one.post == by.post]
    return {
        "holdings": holdings,
        "handovers": [
            (one, one.incoming_person == by.person) for one in api.handovers_of(by.person)
        ],
    }
