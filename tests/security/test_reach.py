"""R24, second half: how far every address reaches that names an order, a picture, a paper, a call
list or an act, asked of the views as every role, in its own, other, higher and lower zones, in the
handling unit, a unit with a task in it, and another unit; compared with the policy alone."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.factories import posts as duty
from tests.factories.orders import CITY_VERIFIER, SUPERVISOR
from tests.factories.territory import BRIDGE, CITY, FIELD, GRIDS, HILL, MARKET, NORTH, RIVER, SOUTH
from tests.security.addresses import addresses
from tests.security.files import CONCERNED
from tests.security.test_matrix import ROLES, Probe, Reached

from bihuan.domain.policy.actor import Actor
from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import Subject, check
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_rules import LOOP_RULES
from bihuan.domain.policy.matrix import MATRIX
from bihuan.domain.roles import ROLE_LEVELS
from bihuan.domain.zones import Level, ZoneRange, level_of, range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.supervision.labels import ICONS
from bihuan.platform.auth import ActingPost
from bihuan.platform.clock.system import fixed_at

pytestmark = pytest.mark.django_db
HOMES = {
    Level.CITY: {"own": CITY},
    Level.COUNTY: {"own": NORTH, "other": SOUTH},
    Level.TOWNSHIP: {"own": RIVER, "other": FIELD, "beside": HILL},
    Level.COMMUNITY: {"own": BRIDGE, "other": MARKET},
    Level.GRID: {"lower": GRIDS[0]},
}
UNIT, TASK, ELSEWHERE = duty.BRIDGE_HOUSE, duty.VERIFY, 77


def actors():
    """Every role at each of its levels, in each relation of place and unit to the files."""
    for role in ROLES:
        for level in sorted(ROLE_LEVELS[role]):
            for relation, zone in HOMES[level].items():
                reach = range_of(zone)
                # At home the unit adds nothing to the reach.
                units = (ELSEWHERE,) if relation == "own" else (UNIT, TASK, ELSEWHERE)
                for unit in units:
                    actor = Actor(900_001, 9_000_010, unit, role, level, reach.lo, reach.hi)
                    yield (
                        f"{role} {level.name} {relation} {unit}",
                        ActingPost(actor, "岗", "Post", "", ""),
                    )


class Asker(Probe):
    """A probe that also knows which incidents run, as the middleware says."""

    def __init__(self, by, path, incident):
        super().__init__(by, path, "GET")
        self.incident, self.incidents = incident, [incident]


def said(address, request, arguments):
    try:
        found = address.view(request, **arguments)
    except Reached:
        return "open"
    except PermissionDenied:
        return "403"
    except Http404:
        return "404"
    return "open" if found.status_code < 400 else str(found.status_code)


def expected(act, by, subject):
    if check(act, by.actor) is not None:
        return "403"
    return "404" if check(act, by.actor, subject) is not None else "open"


STAGES = ("supervised", "reported")


def cases(files):
    """Every address that names a finding or what hangs on it, with the finding's stage."""
    for address in addresses():
        if address.act != Act.VIEW_ORDER or not address.parts:
            continue
        for stage in STAGES:
            told = {"identity": files.pictures[0], "label": files.findings[stage],
                    "slug": "receive", "number": "DB-2026-0001"}  # fmt: skip
            if "identity" not in address.parts or stage == "supervised":
                yield address, stage, {name: told[name] for name in address.parts}


def exists(address, stage):
    """A paper that an order does not have yet is absent for everybody."""
    if "feedback" in address.route:
        return False
    if "<str:number>" in address.route:
        return stage == "supervised"
    return True


def test_every_address_of_an_order_reaches_as_far_as_the_policy_says(files):
    town, differences, cells = files.town, [], 0
    listed = list(cases(files))
    with fixed_at(town.wall):
        incident = incidents.incident(town.incident)
        subjects = {}
        for stage, finding in files.findings.items():
            facts = town.facts(finding)
            shared = {facts.author_unit, facts.issuer_unit, facts.verifier_unit} - {None}
            zone = ZoneRange(facts.zone, facts.zone)
            subjects[stage] = Subject(zone, facts.handler_unit or 0, frozenset(shared))
        for who, by in actors():
            for address, stage, arguments in listed:
                want = expected(address.act, by, subjects[stage])
                if want == "open" and not exists(address, stage):
                    want = "404"
                got = said(address, Asker(by, "/" + address.route, incident), arguments)
                cells += 1
                if got != want and not (got == "405" and want != "403"):
                    differences.append((who, address.route, stage, got, want))
    assert differences == []
    assert cells >= 1_500, cells


def test_every_act_is_refused_to_whoever_the_loops_matrix_does_not_name(files):
    """Through the whole stack, one order in work, everybody who may see it."""
    finding, differences, asked = files.findings["supervised"], [], 0
    for post in CONCERNED[:3]:
        by = files.town.by(post)
        for act in ICONS:
            slug = act.value.removeprefix("supervision.").replace("_", "-")
            granted = by.actor.role in LOOP_RULES[LoopAct(act)].grants
            status = files.get(post, f"/orders/{finding}/{slug}").status_code
            asked += 1
            if not granted and status not in {403, 404}:
                differences.append((post, slug, status))
            if status >= 500:
                differences.append((post, slug, status))
    assert differences == []
    assert asked >= 120


def test_lists_and_exports_are_open_to_the_roles_of_the_matrix_only(files):
    """What a list shows is narrowed to the reach; see the test of foreign ids."""
    routes = {a.route: a for a in addresses() if not a.parts and not a.public}
    assert {"ledger", "ledger/export.xlsx", "ledger/print", "orders/print.pdf", "calls", "pulse",
            "search", "now"} <= set(routes)  # fmt: skip
    gates = {(by.actor.role, by.actor.level): (who, by) for who, by in actors()}
    for who, by in gates.values():
        for route, address in routes.items():
            granted = by.actor.role in MATRIX[address.act].roles and (
                by.actor.level in MATRIX[address.act].levels
            )
            request = SimpleNamespace(
                by=by, path=f"/{route}", method="PUT", GET={}, user=None,
                get_full_path=lambda: "/", META={}, headers={},
            )  # fmt: skip
            try:
                found = address.view(request)
                got = found.status_code
            except PermissionDenied:
                got = 403
            except (AttributeError, Http404):
                got = 405  # past the gate; whatever it would do with a strange method
            assert (got == 403) == (not granted), (who, route, got)


def test_the_made_up_posts_stand_in_every_relation(files):
    names = [who for who, _ in actors()]
    assert len(names) == len(set(names)) >= 90
    assert level_of(BRIDGE) is Level.COMMUNITY
    facts = files.town.facts(files.findings["verifying"])
    assert facts.handler_unit == UNIT
    assert files.town.by(SUPERVISOR).actor.unit == facts.author_unit
    assert facts.verifier_unit in {TASK, files.town.by(CITY_VERIFIER).actor.unit}
