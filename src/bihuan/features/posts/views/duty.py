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
from bihuan.domain.zones import ZoneCodeError, level_of, range_of
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
    at, by = now(), request.by
    here = _around(by, request.GET.get("zone", ""), at)
    if here is None:
        return render(request, "territory/no_register.html")
    zone = here.zone
    report = api.gaps_kept(at=at, scope=zone.range)
    zones = here.children or [zone]
    claims = api.claims_on([one.code for one in zones], at=at)
    waiting = api.waiting_in(scope=zone.range)
    named = {by.post, *(one.post for one in claims), *(one.holding.post for one in waiting)}
    posts = api.staffed(named | _posts_of_gaps(report), at=at, zone=zone.code)
    functions, rows = _matrix(zones, claims, posts)
    context = {
        "zone": zone,
        "chain": here.chain,
        "at": at,
        "report": report,
        "gaps": _gaps(report, posts),
        "may_fix": can_act(by, Act.SET_RESPONSIBILITY, zone.code),
        "may_call": can_act(by, Act.CALL_OUT, zone.code),
        "may_export": can_act(by, Act.EXPORT_DUTY_BOOK, zone.code),
        "may_import": can_act(by, Act.IMPORT_REGISTER, zone.code),
        "functions": functions,
        "rows": rows,
        "people": _people(zone, posts),
        "waiting": _waiting(by, zone, waiting, posts),
        "own": _own(by, posts),
    }
    return render(request, "posts/duty.html", context)


def _around(by: ActingPost, said: str, at: datetime) -> territory.Surroundings | None:
    """Return the zone asked for with what lies around it, else the post's own, else None."""
    code = _code_of(by, said)
    found = None if code is None else territory.around(code, at=at)
    if said:
        if found is None:
            raise Http404("no such zone")
        return found
    city = territory.root() if found is None else None
    return found if city is None else territory.around(city.code, at=at)


def shown_zone(by: ActingPost, said: str) -> territory.ZoneView | None:
    """Return the zone asked for inside the post's scope, else its own, else None.

    Raises
    ------
    Http404
        The zone asked for lies outside, or there is none of that code.
    """
    code = _code_of(by, said)
    found = None if code is None else territory.zone_of(code)
    if said and found is None:
        raise Http404("no such zone")
    return found or territory.root()


def _code_of(by: ActingPost, said: str) -> int | None:
    """Return the code asked for, if it lies inside the scope, else the post's own."""
    if not said:
        return by.scope.lo if _is_code(by.scope.lo) else None
    code = number_said(said)
    if code is None:
        raise Http404("no zone code")
    if not _is_code(code) or not by.scope.covers(range_of(code)):
        raise Http404("outside the scope")
    return code


def _is_code(code: int) -> bool:
    try:
        level_of(code)
    except ZoneCodeError:
        return False
    return True


Posts = Mapping[int, api.Staffed]


def _posts_of_gaps(report: GapReport) -> set[int]:
    silent, unsaid = report.unreachable[:MOST_LINES], report.unacknowledged[:MOST_LINES]
    numbers = {one.post for one in silent} | {one.post for one in unsaid}
    return numbers.union(*(one.posts for one in report.overlaps[:MOST_LINES]))


def _gaps(report: GapReport, posts: Posts) -> dict[str, Any]:
    """Return the first lines of each kind of gap."""
    unowned, overlaps = report.unowned[:MOST_LINES], report.overlaps[:MOST_LINES]
    silent, unsaid = report.unreachable[:MOST_LINES], report.unacknowledged[:MOST_LINES]
    zones = {one.zone for one in unowned} | {one.zone for one in overlaps}
    chains = territory.name_chains(zones) if zones else {}
    return {
        "unowned": [(one, chains.get(one.zone, ())[1:], _name(one.function)) for one in unowned],
        "overlaps": [
            (one, chains.get(one.zone, ())[1:], _name(one.function), _listed(one.posts, posts))
            for one in overlaps
        ],
        "unreachable": [(_post(one.post, posts), UNREACHED[one.reason], one) for one in silent],
        "unacknowledged": _listed([one.post for one in unsaid], posts),
        "most": MOST_LINES,
    }


def _post(number: int | None, posts: Posts) -> api.PostView | None:
    found = posts.get(number or 0)
    return found.post if found else None


def _listed(numbers: Sequence[int], posts: Posts) -> list[api.PostView]:
    return [posts[number].post for number in numbers if number in posts]


def _name(function: str) -> Promise:
    return FUNCTIONS[api.DutyFunction(function)]


def _matrix(
    zones: Sequence[territory.ZoneView], claims: Sequence[api.ClaimView], posts: Posts
) -> tuple[Sequence[tuple[str, Promise]], Sequence[Row]]:
    """Return functions and rows: the zones directly below, or the zone itself at the bottom."""
    answering = {(claim.zone, claim.function): claim.post for claim in claims}
    required = {name for name, level in api.required_functions() if level == zones[0].level}
    asked = required.union(name for _, name in answering)
    functions = [(one.value, label) for one, label in FUNCTIONS.items() if one.value in asked]
    rows = []
    for one in zones:
        numbers = [(name, answering.get((one.code, name))) for name, _ in functions]
        cells = [
            Cell(name, _post(number, posts), number is None and name in required)
            for name, number in numbers
        ]
        rows.append(Row(one, cells))
    return functions, rows


def _people(zone: territory.ZoneView, posts: Posts) -> dict[str, Any]:
    """Return the posts of exactly this zone with those who hold them."""
    here = [one for one in posts.values() if one.post.zone == zone.code and one.post.in_use]
    lines = [
        (one.post, [(held, KINDS[held.kind]) for held in one.held]) for one in here[:MOST_POSTS]
    ]
    return {"lines": lines, "most": MOST_POSTS}


def _waiting(
    by: ActingPost, zone: territory.ZoneView, waiting: Sequence[api.Waiting], posts: Posts
) -> dict[str, Any]:
    may = can_act(by, Act.CONFIRM_APPOINTMENT, zone.code)
    mine = [one.holding.appointment for one in waiting if _may_confirm(by, one)] if may else []
    return {
        "lines": [
            (one, _post(one.holding.post, posts), KINDS[one.holding.kind], _may_confirm(by, one))
            for one in waiting
        ],
        "may": may,
        "mine": mine if len(mine) > 1 else (),
        "alone": bool(waiting) and may and not api.others_confirm(by.person, at=now()),
    }


def _may_confirm(by: ActingPost, one: api.Waiting) -> bool:
    return by.person not in (one.requested_by, one.holding.person)


def _own(by: ActingPost, posts: Posts) -> dict[str, Any]:
    held = posts[by.post].held if by.post in posts else ()
    return {
        "holdings": [one for one in held if one.person == by.person],
        "handovers": [
            (one, one.incoming_person == by.person) for one in api.handovers_of(by.person)
        ],
    }
