"""What happened to a measure in words: who did what, and with which reason."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bihuan.domain.policy.acts import Act
from bihuan.features.measures import api
from bihuan.features.measures.labels.happened import EVENTS
from bihuan.features.measures.labels.names import OPINIONS
from bihuan.features.measures.selectors.history import Happened, history_of
from bihuan.features.measures.views.measure import measure_found
from bihuan.features.posts import api as posts
from bihuan.platform.auth.access import page
from bihuan.platform.auth.middleware import ActingRequest
from bihuan.platform.i18n import choose
from bihuan.platform.i18n.dates import ABSENT
from bihuan.platform.ledger.marks import asks_once
from bihuan.platform.ui.parts import Happening, Tone

_TONES: Mapping[str, Tone] = {
    "decided": Tone.ACT, "activated": Tone.ACT, "objected_to": Tone.LATE, "discarded": Tone.LATE,
    "revoked": Tone.LATE, "suspended": Tone.LATE, "halted": Tone.LATE, "ground_lost": Tone.LATE,
    "lifted": Tone.DONE, "expired": Tone.DONE, "archived": Tone.DONE,
}  # fmt: skip


@page(Act.VIEW_MEASURES)
@asks_once
def happened(request: ActingRequest, identity: str) -> HttpResponse:
    """Show what happened to a measure: a page of its own, and a part of the measure's page."""
    one = measure_found(request, identity)
    incident: Any = getattr(request, "incident", None)
    kind = api.catalogue().types[one.code]
    context = {
        "one": one, "type": choose(kind.names.zh, kind.names.en),
        "happened": happenings(one.id), "now": incident.now(),
    }  # fmt: skip
    part = request.headers.get("HX-Request") == "true"
    name = "measures/_happened.html" if part else "measures/happened.html"
    return render(request, name, context)


def happenings(measure: str) -> list[Happening]:
    """Return the timeline of a measure, the newest first; what has no words is left out."""
    known = [one for one in history_of(measure) if one.event in EVENTS]
    names = posts.posts_of({one.post for one in known if one.post})
    return [
        Happening(
            one.at, str(EVENTS[one.event]), _who(one, names), _note(one),
            _TONES.get(one.event, Tone.PLAIN),
        )
        for one in known
    ]  # fmt: skip


def _who(one: Happened, names: Mapping[int, posts.PostView]) -> str:
    if not one.post:
        return _("The system, by rule")
    return names[one.post].label if one.post in names else ABSENT


def _note(one: Happened) -> str:
    opinion = str(OPINIONS.get(one.opinion, ""))
    return " · ".join(said for said in (opinion, one.reason) if said)
