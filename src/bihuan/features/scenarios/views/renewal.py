"""What the pages show of plans tried by the renewal model, with low confidence on its label."""

from typing import Any

from bihuan.domain.refusals import Refusal
from bihuan.domain.scenarios.tonight import PlanKind, Tonight
from bihuan.features.scenarios import api
from bihuan.features.scenarios.forms import RenewalForm
from bihuan.features.scenarios.labels import (
    DRAWN,
    PLANS,
    RENEWAL_ASSUMED,
    RENEWAL_CANNOT_KNOW,
    RENEWAL_COSTS,
    RENEWAL_INPUTS,
    RENEWAL_LEFT_OUT,
)
from bihuan.features.scenarios.views.place import Place, proposed, type_named
from bihuan.features.scenarios.views.tables import figures_table, matters_table
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.i18n import choose


def renewal_form(request: ActingRequest, place: Place, tonight: Tonight) -> RenewalForm:
    """Return the form with the plans that the model can try on this zone."""
    offer = api.renewal_offer(place.view, place.zone, tonight)
    measures = [
        (f"{code}/{tier}" if tier else code, f"{code} {type_named(code)} {tier}".strip())
        for code, tier in offer.measures
    ]
    useful = [one for one in offer.kinds if one is not PlanKind.RENEW or offer.whole]
    initial = {
        "kinds": [kind.value for kind in useful],
        "another": measures[0][0] if measures else "",
        "renew_days": 14, "days": 60, "infections": proposed(place, tonight),
        "index": api.index_on_record(place.view, place.zone, tonight),
    }  # fmt: skip
    return RenewalForm(
        request.POST if request.method == "POST" else None,
        initial=initial, kinds=offer.kinds, measures=measures, degrees=offer.degrees,
    )  # fmt: skip


def renewal_notes(place: Place, tonight: Tonight) -> dict[str, Any]:
    """Return what is said above the form: the model's note, and what it cannot renew here."""
    offer = api.renewal_offer(place.view, place.zone, tonight)
    note = api.profile_of(place.view).epidemiology.model_note
    return {
        "renewal": True,
        "model_note": choose(note.zh, note.en),
        "nothing_renewed": not offer.whole and not offer.in_part,
        "nothing_more": not offer.measures,
        "in_part": [Refusal("campaign_in_part", {"measure": code}) for code in offer.in_part],
    }


def renewal_told(found: api.RunView, answer: api.Answer) -> dict[str, Any]:
    """Return what the page of a run shows of its answer; no map, beds or zero."""
    body = answer.body
    return {
        "figures": figures_table(body, DRAWN, RENEWAL_COSTS),
        "matters": matters_table(body, RENEWAL_INPUTS),
        "charts": api.charts_of(found, answer),
        "model_note": choose(body["model_note"]["zh"], body["model_note"]["en"]),
        "crowded": [
            (PLANS[PlanKind(plan["kind"])], plan["crowded"])
            for plan in body["plans"]
            if plan["crowded"]
        ],
        "cannot_know": RENEWAL_CANNOT_KNOW,
        "left_out": RENEWAL_LEFT_OUT,
        "assumed": RENEWAL_ASSUMED,
        "ranges": [
            (one["what"].removeprefix("epidemiology."), one["range"], one["source"])
            for one in body["assumed"]
        ],
        "free": PLANS[PlanKind.LIFT],
    }
