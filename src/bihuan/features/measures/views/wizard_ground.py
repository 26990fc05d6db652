"""The pages of the wizard about the ground: smaller parts, who provides, gates and ways out."""

from typing import Any

from bihuan.domain.measures.scopes import ranges_of, scope_of
from bihuan.domain.zones import range_of
from bihuan.features.measures.forms.package import CareForm, SmallerForm, stored_care
from bihuan.features.measures.selectors.packages import PackageFacts
from bihuan.features.measures.selectors.people import people_and_service, people_in
from bihuan.features.measures.selectors.places import place_key, places_named, places_said
from bihuan.features.measures.views.drawn import Drawn
from bihuan.features.measures.views.scales import smaller_in
from bihuan.features.premises import api as premises
from bihuan.features.territory import api as territory
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.clock import now as wall
from bihuan.platform.i18n import refusal_texts
from bihuan.platform.ui.forms import number_said

MOST_COMPOUNDS = 60


def smaller(package: PackageFacts, _county: Any, request: ActingRequest) -> Drawn:
    """Ask whether grids, compounds or buildings are enough, beside the people of each."""
    names = territory.names(package.zones)
    ticked = request.POST.getlist("places") if request.method == "POST" \
        else [*map(str, package.grids), *map(place_key, package.places)]  # fmt: skip
    groups = smaller_in(
        [(zone, names.get(zone)) for zone in package.zones], set(ticked), by_grid=True
    )
    known = [one for *_x, choices in groups for part in choices for one in (part, *part.buildings)]
    form = SmallerForm(
        request.POST if request.method == "POST" else None,
        choices=[(one.key, one.name) for one in known],
    )

    def said() -> list[list[Any]]:
        typed = form.cleaned_data["places"]
        grids = [code for code in map(number_said, typed) if code is not None]
        chosen = scope_of(grids, places_said(typed))
        return [[one.lo, "", ""] for one in chosen.whole] + [
            [one.zone, one.compound, one.building] for one in chosen.places
        ]

    return Drawn("measures/package_smaller.html", form, "places", said, {"groups": groups})


def care(package: PackageFacts, _county: Any, request: ActingRequest) -> Drawn:
    """Ask who provides what in each zone, beside what is needed there."""
    people, extra, _gone = people_and_service(package.zones)
    names = territory.names(package.zones)
    inside = places_named({"": package.scope})[""].places
    grids = people_in(package.grids)
    zones = []
    for zone in package.zones:
        here = range_of(zone)
        some = [one.residents or 0 for one in inside if one.zone in here]
        some += [grids[one].residents for one in package.grids if one in here and one in grids]
        whole = people[zone].residents if zone in people else 0
        residents = sum(some) if some else whole
        zones.append((zone, str(names.get(zone, zone)), residents, zone in extra))
    form = CareForm(
        request.POST or None, zones=zones, initial=stored_care(package.said.get("care", {}))
    )
    rows = [
        [form[name] for name in form.fields if name.partition("-")[2].split("-")[0] == need]
        for need in dict.fromkeys(name.split("-")[1] for name in form.fields)
    ]
    return Drawn("measures/package_care.html", form, "care", form.said,
                 {"rows": rows, "zones": zones})  # fmt: skip


def gates(package: PackageFacts, _county: Any, request: ActingRequest) -> Drawn:  # noqa: ARG001
    """Show the compounds of the zones: which passed, which not, and where to mend it."""
    at, names = wall(), territory.names(package.zones)
    groups = []
    scope = package.scope
    for reach in ranges_of(package.zones):
        named = {one.compound for one in scope.places if one.zone in reach}
        drawn = list(premises.compounds_by_id(named).values())
        bare: list[premises.BareCompound] = []
        for part in (one for one in scope.whole if reach.covers(one)):
            drawn += premises.compounds_in(part, limit=MOST_COMPOUNDS)
            bare += premises.bare_in(part, limit=MOST_COMPOUNDS)
        lines = [(one, [refusal_texts.sentence(no) for no in one.problems(at)]) for one in drawn]
        groups.append((reach.lo, names.get(reach.lo), lines, bare))
    return Drawn("measures/package_gates.html", None, "gates", lambda: {"seen": 1},
                 {"groups": groups})  # fmt: skip
