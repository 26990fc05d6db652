"""The wizard of a package (措施包): one thing a page, the draft kept, at the end all there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bihuan.domain.measures.packages import one_by_one
from bihuan.domain.measures.proportionality import Question
from bihuan.domain.policy.acts import Act
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import Level, ZoneRange
from bihuan.features.measures import api
from bihuan.features.measures.selectors.packages import DRAFT, PackageFacts, mark_of, touches
from bihuan.features.measures.views.beside import differences
from bihuan.features.measures.views.drawn import Drawn
from bihuan.features.measures.views.wizard_pages import PAGES
from bihuan.features.territory import api as territory
from bihuan.platform.auth.access import page, require
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.commands import Outcome
from bihuan.platform.i18n import choose
from bihuan.platform.ui.forms import ACTED_FIRST, go, key_of, number_said, status_of

NAMES: Mapping[str, Promise] = {
    "where": _("Where"), "smaller": _("Is less enough?"), "lines": _("Which measures"),
    "care": _("Companion plan"),
    "gates": _("Gates and ways out"), "period": _("Period"), "sign": _("Everything on one page"),
}  # fmt: skip


LONGEST_MARK = 40
UNREAD = "-"
"""The mark of a form that names none: nothing that is kept ever has it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the rail."""

    slug: str
    label: str
    done: bool
    here: bool


def steps_of(package: PackageFacts, here: str) -> list[Step]:
    """Return the pages that a package needs, in order."""
    types = api.catalogue().types
    chosen = [line for line in package.rules.lines if line.number in package.lines]
    slugs = ["where", "smaller", "lines", *(f"why-{line.number}" for line in chosen)]
    if any(one_by_one(types[line.measure]) for line in chosen):
        slugs += ["care", "gates"]
    slugs += ["period", "sign"]
    return [Step(s, _label(package, s), _done(package, s), s == here) for s in slugs]


def _label(package: PackageFacts, slug: str) -> str:
    part, _dash, number = slug.partition("-")
    line = package.rules.line(int(number)) if number else None
    if line is None:
        return str(NAMES[part])
    names = api.catalogue().types[line.measure].names
    said = {"measure": f"{line.measure} {choose(names.zh, names.en)}"}
    return gettext("Why: %(measure)s") % said


def _done(package: PackageFacts, slug: str) -> bool:
    part, _dash, number = slug.partition("-")
    if part == "why":
        return len(package.why(int(number)).get("answers", {})) == len(Question)
    kept = {"where": "zones", "smaller": "places"}.get(part, part)
    return kept in package.said


@page(Act.DRAFT_MEASURE)
def new(request: ActingRequest) -> HttpResponse:
    """Begin a package: choose its communities."""
    incident: Any = getattr(request, "incident", None)
    code = request.GET.get("template", "nine-measures")
    template = api.package_templates().get(code)
    if incident is None or template is None:
        raise Http404("no such package")
    county = _county(request)
    if county is None:
        city = territory.root()
        context = {"counties": territory.children(city.code) if city else [], "code": code}
        return render(request, "measures/package_county.html", context)
    require(request.by, Act.DRAFT_MEASURE, county.range)
    drawn = PAGES["where"](None, county, request)
    if request.method == "POST" and drawn.form.is_valid():
        answer = api.begin_package(
            by=request.by, incident=incident.id, template=code, zones=drawn.form.chosen(),
            key=key_of(request),
        )  # fmt: skip
        if isinstance(answer, Outcome):
            return go(reverse("measures:step", args=[answer.result["package"], "smaller"]))
        drawn.refusal = answer
    steps = [Step("where", str(NAMES["where"]), done=False, here=True)]
    return _shown(request, None, drawn, steps, choose(template.names.zh, template.names.en))


def _county(request: ActingRequest) -> Any:
    """Return the county asked for, else the post's own; None for a city's post that says none."""
    said = number_said(request.GET.get("zone", ""))
    found = territory.zone_of(request.by.scope.lo if said is None else said)
    return found if found is not None and found.level is Level.COUNTY else None


@page(Act.DRAFT_MEASURE)
def step(request: ActingRequest, identity: str, slug: str) -> HttpResponse:
    """Show one page of the wizard, or keep what was typed on it and go on."""
    package = package_found(request, identity)
    require(request.by, Act.DRAFT_MEASURE, ZoneRange(package.zone, package.zone))
    if package.state != DRAFT:
        return go(reverse("measures:package", args=[identity]))
    steps = steps_of(package, slug)
    part = slug.partition("-")[0]
    if slug not in {one.slug for one in steps}:
        raise Http404("no such page")
    county = territory.zone_of(package.zone - package.zone % 10**9)
    drawn = PAGES[part](package, county, request)
    if request.method == "POST" and (drawn.form is None or drawn.form.is_valid()):
        answer = _kept(request, package, drawn, slug)
        if isinstance(answer, Outcome):
            return go(_next(package.id, slug))
        if answer.code in ACTED_FIRST:
            package = package_found(request, identity)
            drawn = PAGES[part](package, county, request)
            drawn.context |= _beside(drawn, package)
        drawn.refusal = answer
    names = package.rules.names
    return _shown(request, package, drawn, steps, choose(names.zh, names.en))


def _kept(
    request: ActingRequest, package: PackageFacts, drawn: Drawn, slug: str
) -> Outcome | Refusal:
    if slug == "sign":
        return api.issue_package(
            by=request.by, package=package.id, incident=package.incident, key=key_of(request),
            seen=version_of(request),
        )  # fmt: skip
    kept = api.Kept(drawn.part, drawn.said(), request.POST.get("seen", "")[:LONGEST_MARK] or UNREAD)
    return api.keep_package(
        by=request.by, package=package.id, incident=package.incident, kept=kept,
        key=key_of(request),
    )  # fmt: skip


def version_of(request: ActingRequest) -> int:
    """Return the version of the draft that the page had shown; one that names none showed none."""
    return number_said(request.POST.get("version", "")) or 0


def _beside(drawn: Drawn, package: PackageFacts) -> dict[str, Any]:
    """Return what was typed beside what somebody else has kept meanwhile."""
    form = drawn.form
    found = [] if form is None else differences(form, form.initial)
    return {"differences": found, "other_at": package.updated_at}


def _next(identity: str, slug: str) -> str:
    """Return the address of the page after one, as the package now stands."""
    package = api.package_of(identity)
    if package is None or package.state != DRAFT:
        return reverse("measures:package", args=[identity])
    slugs = [one.slug for one in steps_of(package, slug)]
    at = slugs.index(slug) if slug in slugs else 0
    return reverse("measures:step", args=[identity, slugs[min(at + 1, len(slugs) - 1)]])


def _shown(
    request: ActingRequest, package: PackageFacts | None, drawn: Drawn, steps: list[Step],
    title: str,
) -> HttpResponse:  # fmt: skip
    here = next(n for n, one in enumerate(steps) if one.here)
    context = {
        "title": title, "package": package, "steps": steps, "form": drawn.form,
        "refusal": drawn.refusal, "number": here + 1, "step": steps[here],
        "before": steps[here - 1] if here else None, "key": key_of(request),
        "seen": mark_of(package.said, drawn.part) if package else "", **drawn.context,
    }  # fmt: skip
    bound = drawn.form is not None and drawn.form.is_bound
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bound else HTTPStatus.OK
    if drawn.refusal is not None:
        status = status_of(drawn.refusal)
    return render(request, drawn.template, context, status=status)


def package_found(request: ActingRequest, identity: str) -> PackageFacts:
    """Return a package of the page's incident that touches the post's scope.

    Raises
    ------
    Http404
        There is none.
    """
    one = api.package_of(identity)
    incident: Any = getattr(request, "incident", None)
    if one is None or incident is None or one.incident != incident.id:
        raise Http404("no such package in this incident")
    if not touches(one, request.by.scope):
        raise Http404("no such package in the scope")
    return one
