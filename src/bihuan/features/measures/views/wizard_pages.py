"""What each page of the wizard asks, and how what is typed there is kept."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext

from bihuan.domain.measures.offers import offer_of
from bihuan.domain.measures.packages import PackageLine, PlannedMeasure, one_by_one
from bihuan.domain.measures.signing import foreseen
from bihuan.domain.zones import Level
from bihuan.features.measures import api
from bihuan.features.measures.forms.measure import local_text
from bihuan.features.measures.forms.package import (
    LinesForm,
    PeriodForm,
    WhereForm,
    WhyForm,
    proposed,
    stored_why,
)
from bihuan.features.measures.labels.articles import article_said
from bihuan.features.measures.labels.conditions import GUARDS, SUPPLIERS
from bihuan.features.measures.selectors.law import standing_of
from bihuan.features.measures.selectors.packages import PackageFacts, foreseen_measures
from bihuan.features.measures.selectors.people import names_up_from
from bihuan.features.measures.selectors.places import places_named
from bihuan.features.measures.views import wizard_ground
from bihuan.features.measures.views.drawn import Drawn
from bihuan.features.measures.views.said import decide_by, signed_of, where_of
from bihuan.features.measures.views.scales import comparison
from bihuan.features.territory import api as territory
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.db.dialects import Session
from bihuan.platform.i18n import choose, refusal_texts
from bihuan.platform.ui.parts import GuardMark, Hold

HELP_LINE = "12345"
HOUR = 3600
SAID_OF_PEOPLE = ("exceptions", "exceptions_en", "help_line")


def _where(package: PackageFacts | None, county: Any, request: ActingRequest) -> Drawn:
    """Ask for communities, grouped by township, with the people who live there."""
    inside = territory.zones_in(scope=county.range)
    townships = [one for one in inside if one.level is Level.TOWNSHIP]
    communities = [one for one in inside if one.level is Level.COMMUNITY]
    chosen = set(package.zones if package else ())
    form = WhereForm(
        request.POST or None,
        choices=[(str(one.code), str(one.name)) for one in communities],
        initial={"zones": [str(one) for one in chosen]},
    )
    ticked = set(form["zones"].value() or ())
    groups = []
    for town in townships:
        listed = [
            (str(one.code), one.name, str(one.code) in ticked)
            for one in communities
            if one.code in town.range
        ]
        groups.append((town.name, listed, any(tick for *_x, tick in listed)))
    context = {"groups": groups, "county": county}
    return Drawn("measures/package_where.html", form, "zones",
                 lambda: list(form.chosen()), context)  # fmt: skip


def _lines(package: PackageFacts, _county: Any, request: ActingRequest) -> Drawn:
    """Show all lines; only those whose measure may be offered here can be ticked."""
    types, session = api.catalogue().types, Session()
    incident: Any = getattr(request, "incident", None)
    standing = standing_of(session, incident)
    asking = standing.asking(Level(request.by.actor.level), package.scope)
    rows: list[dict[str, Any]] = []
    choices: list[tuple[str, str]] = []
    chosen = {str(one) for one in package.lines}
    for line in package.rules.lines:
        refusal = None
        if line.measure:
            refusal = offer_of(types[line.measure], standing.adoption.profile, asking).refusal
            if refusal is None:
                choices.append((str(line.number), line.names.zh))
        rows.append({
            "line": line, "name": choose(line.names.zh, line.names.en),
            "type": _type(line), "why_not": refusal_texts.sentence(refusal) if refusal else "",
            "clause": refusal_texts.rule_said(refusal.clause) if refusal else "", "tasks": [
                choose(task.names.zh, task.names.en) for task in line.tasks
            ],
        })  # fmt: skip
    form = LinesForm(request.POST or None, choices=choices, initial={"lines": sorted(chosen)})
    ticked = set(form["lines"].value() or ())
    for row in rows:
        row["ticked"] = str(row["line"].number) in ticked
    names = standing.adoption.profile.names
    context = {"rows": rows, "profile": choose(names.zh, names.en),
               "may_assess": f"?zone={package.zone}"}  # fmt: skip
    return Drawn("measures/package_lines.html", form, "lines", form.chosen, context)


def _type(line: PackageLine) -> str:
    if not line.measure:
        return ""
    names = api.catalogue().types[line.measure].names
    return f"{line.measure} {choose(names.zh, names.en)}"


def _why(package: PackageFacts, _county: Any, request: ActingRequest) -> Drawn:
    """Ask for one line's reasons, beside the people whom each scale affects."""
    number = int(request.path.rpartition("-")[2])
    line = package.rules.line(number)
    assert line is not None  # noqa: S101  (the rail lists only lines that there are)
    kind = api.catalogue().types[line.measure]
    kept = package.why(number)
    words = proposed(line, kind, HELP_LINE)
    form = WhyForm(
        request.POST or None, kind=kind, bases=bases_of(kind.bases), proposal=words,
        initial=stored_why(kept) if kept else words,
    )  # fmt: skip
    asked = [name for name in form.fields if name.startswith(("yes-", "why-"))]
    parts = [name for name in form.fields if name.startswith("part-")]
    cited = ["policies"] if "policies" in form.fields else []
    context = {
        "scales": comparison(places_named({"": package.scope})[""]),
        "apart": one_by_one(kind),
        "groups": [
            [form[name] for name in ("purpose", "purpose_en", "smaller_why")],
            [form[name] for name in ("basis", *cited, *parts, *SAID_OF_PEOPLE)],
            [form[name] for name in asked],
        ],
        "fresh": not kept,
    }  # fmt: skip

    def said() -> dict[str, Any]:
        for label in form.left_out:
            told = gettext("The Chinese was changed, the proposed English left out: %(field)s")
            messages.warning(request, told % {"field": label})
        return form.said()

    return Drawn("measures/package_why.html", form, f"why:{number}", said, context)


def bases_of(references: Sequence[str]) -> list[tuple[str, str]]:
    """Return the articles a type may rest on, with their gist."""
    shipped = api.shipped_bases()
    return [
        (one, f"{article_said(one)} · {shipped[one].gist}") for one in references if one in shipped
    ]


def _period(package: PackageFacts, _county: Any, request: ActingRequest) -> Drawn:
    """Ask when it begins and how long each measure lasts."""
    incident: Any = getattr(request, "incident", None)
    types = api.catalogue().types
    lines = [
        (line, types[line.measure],
         choose(types[line.measure].names.zh, types[line.measure].names.en))
        for line in package.rules.lines
        if line.number in package.lines
    ]  # fmt: skip
    first: dict[str, Any] = {"starts_at": local_text(package.starts_at or incident.now())}
    for line, kind, _name in lines:
        default = int(kind.default_time.total_seconds() // HOUR)
        first[f"hours-{line.number}"] = package.hours(line.number) or default
    form = PeriodForm(request.POST or None, lines=lines, initial=first)
    return Drawn("measures/package_period.html", form, "period", form.said)


def _sign(package: PackageFacts, _county: Any, request: ActingRequest) -> Drawn:
    """Show everything that will be decided, what blocks it and who can mend that."""
    incident: Any = getattr(request, "incident", None)
    at = incident.now()
    found = foreseen_measures(package)
    names = names_up_from(r.lo for _, one in found for r in one.around.scope)
    rows = []
    for planned, one in found:
        held = foreseen(one, request.by.actor, at)
        missing = [guard.name for guard, holds in held if not holds]
        rows.append(
            {
                "one": one,
                "type": _type_of(one.code),
                "marks": [_mark(package, planned, name) for name in missing],
                "held": len(held) - len(missing),
                "where": where_of(one.around.covered, names),
                "people": one.around.people,
                "basis": article_said(one.basis),
                **signed_of(one),
            }
        )
    duties = [line for line in package.rules.lines if not line.measure]
    context = {
        "rows": rows, "blocked": sum(bool(row["marks"]) for row in rows),
        "duties": [(line, choose(line.names.zh, line.names.en)) for line in duties],
        "decide_by": decide_by((one for _, one in found), at),
        "law_day": found[0][1].around.law_day if found else None,
    }  # fmt: skip
    return Drawn("measures/package_sign.html", None, "sign", dict, context)


def _type_of(code: str) -> str:
    names = api.catalogue().types[code].names
    return f"{code} {choose(names.zh, names.en)}"


def _mark(package: PackageFacts, planned: PlannedMeasure, name: str) -> GuardMark:
    """Return a missing condition with who can supply it, and the page on which it is mended."""
    slug = MENDED.get(name, f"why-{planned.line}")
    link = gettext("Go there") if slug else ""
    href = reverse("measures:step", args=[package.id, slug]) if slug else ""
    return GuardMark(
        str(GUARDS[name]), Hold.MISSING, str(SUPPLIERS.get(name, "")), href=href, link=link
    )


MENDED: Mapping[str, str] = {
    "covers_somebody": "where", "offered": "lines", "companion_covers": "care",
    "compounds_drawn": "gates", "gates_planned": "gates", "exits_open": "gates",
    "end_set": "period",
    "ends_after_start": "period", "begins_ahead": "period",
    "within_longest": "period", "not_over": "period",
    "basis_confirmed": "", "basis_in_force": "", "no_conflict": "where",
}  # fmt: skip
"""On which page a missing condition is mended; empty where another office supplies it."""


PAGES: Mapping[str, Callable[..., Drawn]] = {
    "where": _where, "smaller": wizard_ground.smaller, "lines": _lines, "why": _why,
    "care": wizard_ground.care, "gates": wizard_ground.gates, "period": _period, "sign": _sign,
}  # fmt: skip
