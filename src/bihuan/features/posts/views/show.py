"""One page about a post, and one about a call list."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import Subject
from bihuan.domain.zones import ZoneRange, range_of
from bihuan.features.posts import api
from bihuan.features.posts.labels import FUNCTIONS, KINDS, ROLES
from bihuan.features.posts.permissions import can_act
from bihuan.features.territory import api as territory
from bihuan.platform.auth.access import page, require
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now

MOST_CLAIMS = 200


@page(Act.VIEW_POSTS)
def post(request: ActingRequest, number: int) -> HttpResponse:
    """Show a post: who holds it, what it answers for, what can be done."""
    found = api.post_of(number)
    if found is None or not request.by.scope.lo <= found.zone <= request.by.scope.hi:
        raise Http404("no such post in the scope")
    at = now()
    claims = api.claims_of_post(number, at=at, limit=MOST_CLAIMS)
    names = territory.names({found.zone, *(claim.zone for claim in claims)})
    held = api.holdings_of([number], at=at).get(number, ())
    context = {
        "post": found,
        "role": ROLES[found.role],
        "zone_name": names.get(found.zone),
        "held": [(one, KINDS[one.kind], one.person == request.by.person) for one in held],
        "waiting": [
            (one, KINDS[one.holding.kind])
            for one in api.waiting_in(scope=ZoneRange(found.zone, found.zone))
            if one.holding.post == number
        ],
        "claims": [
            (claim, FUNCTIONS[api.DutyFunction(claim.function)], names.get(claim.zone))
            for claim in claims
        ],
        "more": len(claims) == MOST_CLAIMS,
        "may_appoint": can_act(request.by, Act.APPOINT, found.zone),
        "may_end": can_act(request.by, Act.END_APPOINTMENT, found.zone),
        "may_hand_over": can_act(request.by, Act.HAND_OVER, found.zone, unit=found.unit),
    }
    return render(request, "posts/post.html", context)


@page(Act.CALL_OUT)
def call(request: ActingRequest, identity: str) -> HttpResponse:
    """Show a call list: whom to call, at which number, who has answered."""
    found = api.call_of(identity)
    if found is None:
        raise Http404("no such call list")
    require(request.by, Act.CALL_OUT, Subject(range_of(found.zone)))
    numbers = [line.post for line in found.lines]
    posts, held = api.posts_of(numbers), api.holdings_of(numbers, at=now())
    lines = [(line, posts.get(line.post), held.get(line.post, ())) for line in found.lines]
    zone = territory.names([found.zone]).get(found.zone)
    return render(request, "posts/call.html", {"call": found, "lines": lines, "zone": zone})
