"""The list of measures: what ends soonest first; and what may be offered, and why not."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from bihuan.domain.measures.offers import TypeOffer, offers
from bihuan.domain.measures.scopes import ScopePlace, scope_of
from bihuan.domain.measures.states import MeasureState
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level
from bihuan.features.measures import api
from bihuan.features.measures.labels.names import FOUND_BY_RULE, PACKAGE_STATES, STATES
from bihuan.features.measures.permissions import can_act
from bihuan.features.measures.selectors.law import ran_out, standing_of
from bihuan.features.measures.selectors.places import place_key
from bihuan.features.measures.views.catalogued import ban_said, row_said
from bihuan.features.measures.views.draft import scope_asked
from bihuan.features.measures.views.said import where_of
from bihuan.features.measures.views.scales import smaller_in
from bihuan.features.territory import api as territory
from bihuan.platform.auth.access import page, require
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.db.dialects import Session
from bihuan.platform.i18n import choose, refusal_texts
from bihuan.platform.ledger.marks import asks_once
from bihuan.platform.ui.forms import number_said

MOST, MOST_PACKAGES, MOST_REPORTS = 200, 10, 10
REPORTED_WITHIN = timedelta(hours=24)


@page(Act.VIEW_MEASURES)
@asks_once
def measures(request: ActingRequest) -> HttpResponse:
    """List the measures that touch the post's zones."""
    incident: Any = getattr(request, "incident", None)
    if incident is None:
        return render(request, "measures/no_incident.html")
    at, scope = incident.now(), request.by.scope
    found = api.measures_in(incident=incident.id, scope=scope, at=at, view=incident, discarded=True)
    force = {one.id for one in api.in_force_now(found, at)}
    soon = {one.id for one in api.expiring(found, at)}
    why = {one.id: _first(one, at) for one in found}
    # The figures above the list count all; the list itself shows the most pressing ones.
    listed = sorted(found, key=lambda one: _pressing(one, soon, force))[:MOST]
    packages = api.packages_in(incident=incident.id, scope=scope)[:MOST_PACKAGES]
    zones = {zone for one in packages for zone in one.zones} | {one.zone for one in listed}
    names = territory.name_chains({request.by.scope.lo, *zones})
    home = request.by.scope.lo if request.by.scope.lo in names else _home(request)
    renewing = api.renewed(found)
    rows = [
        _row(one, names, at)
        | {"in_force": one.id in force, "soon": one.id in soon, "renewing": one.id in renewing,
           "why": why[one.id]}
        for one in listed
    ]  # fmt: skip
    context = {
        "rows": rows,
        "reports": _reports(request, found, at),
        "in_force": len(force),
        "soon": len(soon),
        "blocked": sum(map(bool, why.values())),
        "all": len(found),
        "drill": incident.drill,
        "ran_out": ran_out(incident),
        "reference": incident.adoption.profile.reference,
        "may_draft": can_act(request.by, Act.DRAFT_MEASURE, home),
        "zone": home,
        "packages": [_package(one, names) for one in packages],
        "now": at,
    }
    return render(request, "measures/measures.html", context)


def _pressing(
    one: api.MeasureFacts, soon: Collection[str], force: Collection[str]
) -> tuple[bool, bool, bool]:
    """Order what ends soon first, then what is in force; what was discarded comes last."""
    return one.state == MeasureState.DISCARDED, one.id not in soon, one.id not in force


def _row(one: api.MeasureFacts, names: Mapping[int, Any], at: Any) -> dict[str, Any]:
    kind = api.catalogue().types[one.code]
    return {
        "one": one,
        "type": choose(kind.names.zh, kind.names.en),
        "where": names.get(one.zone, ())[-2:],
        # A package keeps one measure for many zones at the zone around them.
        "within": one.around.zones if one.around.zones > 1 else 0,
        "state": STATES[api.state_as_of(one, at)],
    }


def _reports(
    request: ActingRequest, found: Sequence[api.MeasureFacts], at: Any
) -> list[dict[str, Any]]:
    """Return what lower levels reported to this post within a day, and what they still owe it."""
    below = [one for one in found if (one.decider_level or 0) > request.by.actor.level]
    owed = [one for one in below if one.reported_at is None and one.report_due_at
            and one.report_due_at <= at]  # fmt: skip
    sent = sorted(
        (one for one in below if one.reported_at and at - one.reported_at <= REPORTED_WITHIN),
        key=lambda one: one.reported_at or at, reverse=True,
    )  # fmt: skip
    names = api.catalogue().types
    return [
        {"one": one, "type": choose(names[one.code].names.zh, names[one.code].names.en)}
        for one in (*owed, *sent)[:MOST_REPORTS]
    ]


def _package(one: api.PackageFacts, names: Mapping[int, Any]) -> dict[str, Any]:
    return {
        "one": one,
        "name": choose(one.rules.names.zh, one.rules.names.en),
        "where": [names[zone][-1] for zone in one.zones if zone in names],
        "state": PACKAGE_STATES[one.state],
    }


def _first(one: api.MeasureFacts, at: Any) -> str:
    """Return the first reason why a decided measure is not in force, for the list."""
    state = api.state_as_of(one, at)
    if state not in ("DECIDED", "NOTICE_PUBLISHED", "SUSPENDED"):
        return ""
    refusals = api.blocking(one, at)
    return refusal_texts.sentence(refusals[0]) if refusals else ""


def _home(request: ActingRequest) -> int:
    """Return the post's own zone; the whole city for a post that reaches further."""
    city = territory.root()
    own = request.by.scope.lo
    return own if territory.zone_of(own) else (city.code if city else own)


@page(Act.DRAFT_MEASURE)
def offered(request: ActingRequest) -> HttpResponse:
    """Show what may be offered here, and of everything else why not."""
    incident: Any = getattr(request, "incident", None)
    if incident is None:
        return render(request, "measures/no_incident.html")
    said = scope_asked(request)
    if isinstance(said, Refusal):
        raise Http404("no such zone or compound")
    places = said.places
    code = places[0].zone if places else number_said(request.GET.get("zone", ""))
    zone = territory.zone_of(_home(request) if code is None else code)
    if zone is None:
        raise Http404("no such zone")
    require(request.by, Act.DRAFT_MEASURE, zone.range)
    standing = standing_of(Session(), incident)
    profile = standing.adoption.profile
    scope = scope_of([] if places else [zone.code], places)
    asking = standing.asking(Level(request.by.actor.level), scope)
    listed = offers(api.catalogue(), profile, asking)
    context = {
        "zone": zone,
        "profile": choose(profile.names.zh, profile.names.en),
        "reference": profile.reference,
        **_told(listed), "ran_out": standing.ran_out,
        "may_assess": can_act(request.by, Act.ASSESS_NECESSITY, zone.code),
        "below": territory.children(zone.code),
        "banned": [ban_said(one) for one in api.catalogue().prohibitions],
        "rules": FOUND_BY_RULE.items(),
        **_smaller(zone, places),
    }  # fmt: skip
    return render(request, "measures/offered.html", context)


def _told(listed: Sequence[TypeOffer]) -> dict[str, Any]:
    """Return what is offered with its condition, and everything else with the reason."""
    return {
        "offered": [
            (row.type, _named(row), _condition(row.offer), row_said(row.type))
            for row in listed
            if row.offer
        ],
        "refused": [
            (row.type, _named(row), refusal_texts.sentence(row.refusal),
             refusal_texts.rule_said(row.refusal.clause), row_said(row.type))
            for row in listed
            if row.refusal
        ],
    }  # fmt: skip


def _smaller(zone: Any, places: Sequence[ScopePlace]) -> dict[str, Any]:
    """Return the places that were asked for, and those of the zone that may be asked for."""
    keys = [place_key(one) for one in places]
    return {
        "smaller": smaller_in([(zone.code, zone.name)], set(keys))
        if zone.level >= Level.COMMUNITY else [],
        "places": where_of(scope_of([], places), {}),
        "asked": urlencode([("place", one) for one in keys] or [("zone", zone.code)]),
    }  # fmt: skip


def _named(row: TypeOffer) -> str:
    return choose(row.type.names.zh, row.type.names.en)


def _condition(offer: Any) -> str:
    return choose(offer.condition.zh, offer.condition.en) if offer.condition else ""
