"""What needs me now: tiles, then one list with a clock and a verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.profiles.names import Names
from bihuan.features.measures import api as measures
from bihuan.features.posts import api as posts
from bihuan.features.review import api as review
from bihuan.features.safeguards import api as safeguards
from bihuan.features.situation.labels import (
    ASKS,
    MEASURE_VERBS,
    OWN,
    QUEUES,
    RULINGS,
    TOLD,
    WATCHED,
)
from bihuan.features.situation.selectors.now import Tile, now_page
from bihuan.features.supervision import api as supervision
from bihuan.platform.auth.access import page
from bihuan.platform.i18n import choose, dates
from bihuan.platform.ledger.marks import asks_once
from bihuan.platform.ledger.recorded import set_back

MOST_CALLS = 3
KEEPERS = (Act.CALL_OUT, Act.VIEW_AUDIT, Act.SET_CALENDAR)
LATE, GRAVE = frozenset({"overdue"}), frozenset({"s1_running", "meetings", "raised"})


@dataclass(frozen=True, slots=True)
class NowLine:
    """One row of the list: the finding's line, its queue, the verb and where it leads."""

    line: supervision.LedgerLine
    queue: Promise
    verb: Promise | None
    href: str
    due: str


@page(Act.VIEW_NOW)
@require_GET
@asks_once
def now_view(request: HttpRequest) -> HttpResponse:
    """Show what needs the acting post now."""
    incident = request.incident  # type: ignore[attr-defined]
    if incident is None:
        return render(request, "supervision/no_incident.html")
    now = incident.now()
    only = request.GET.get("queue", "")
    only = only if only in QUEUES else ""
    found = now_page(request.by, incident.id, now, only)  # type: ignore[attr-defined]
    lines = supervision.lines_of([row.facts for row in found.rows], now)
    rows = [
        NowLine(
            line,
            QUEUES[row.queue],
            _verb(row.verb),
            _address(line, row.verb),
            dates.near(row.own_due, now) if row.own_due else "",
        )
        for row, line in zip(found.rows, lines, strict=True)
    ]
    asks = review.asks_of(by=request.by, view=incident, now=now)  # type: ignore[attr-defined]
    told = supervision.told_to(request.by, incident=incident.id, now=now)  # type: ignore[attr-defined]
    context = {
        "tiles": [_tile(one, now) for one in found.tiles],
        "only": QUEUES[only] if only else "",
        "rows": rows,
        "lists": _lists(rows),
        "asks": [(one, ASKS[one.kind]) for one in asks],
        "told": [_told_line(one) for one in told],
        "now": now,
        "handed": _handed(request),
        **_doubts(request, now),
        **_wanted_on_the_phone(request),
    }
    return render(request, "situation/now.html", context)


@page(Act.VIEW_NOW)
@require_GET
def measures_now(request: HttpRequest) -> HttpResponse:
    """Show what measures ask of the post: a page of its own, and a part of the first screen."""
    incident = request.incident  # type: ignore[attr-defined]
    if incident is None:
        return render(request, "supervision/no_incident.html")
    part = request.headers.get("HX-Request") == "true"
    context = {"measures": _measures(request, incident.id, incident.now()), "now": incident.now()}
    name = "situation/_now_measures.html" if part else "situation/now_measures.html"
    return render(request, name, context)


def _measures(
    request: HttpRequest, incident: int, at: datetime
) -> list[tuple[Promise, str, measures.MeasureAsk]]:
    """Return what measures ask of the post, each with its verb and words."""
    asked = measures.asks_of(by=request.by, incident=incident, at=at)  # type: ignore[attr-defined]
    asked = [*_appeals(request.by.post, incident), *asked]  # type: ignore[attr-defined]
    return [(MEASURE_VERBS[one.act], choose(one.words.zh, one.words.en), one) for one in asked]


def _appeals(post: int, incident: int) -> list[measures.MeasureAsk]:
    """Return the appeals that a post has to hear, by the type of the measure."""
    waiting = safeguards.appeals_to_hear(incident=incident, post=post)
    codes = measures.codes_of({one.measure for one in waiting}) if waiting else {}
    types = measures.catalogue().types
    found = []
    for one in waiting:
        code, href = codes[one.measure], reverse("safeguards:desk", args=[one.id])
        names = types[code].names
        words = Names(f"{code} {names.zh}", f"{code} {names.en}")
        found.append(measures.MeasureAsk("decide_appeal", words, href, one.due_at))
    return found


def _verb(act: LoopAct | None) -> Promise | None:
    """Return the word on a row's button; a ruling is not decided by its button."""
    return None if act is None else RULINGS.get(act) or supervision.verb_of(act)


def _address(line: supervision.LedgerLine, act: LoopAct | None) -> str:
    if act is None or act in RULINGS:
        return line.href
    return f"{line.href}/{act.value.partition('.')[2].replace('_', '-')}"


def _lists(rows: Sequence[NowLine]) -> list[tuple[object, Sequence[NowLine]]]:
    """Set what the post has to do apart from what it only watches, if there are both."""
    own = [row for row in rows if row.verb]
    watched = [row for row in rows if not row.verb]
    if not own or not watched:
        return [("", rows)]
    return [(OWN, own), (WATCHED, watched)]


def _told_line(one: supervision.Told) -> dict[str, object]:
    """Say what became of a report, or that the time of an order runs out."""
    words = TOLD[one.why] % {"into": one.into, "percent": one.percent}
    kind = supervision.finding_types().get(one.facts.type_code)
    return {"told": one, "words": words, "type": kind.label if kind else one.facts.type_code}


def _wanted_on_the_phone(request: HttpRequest) -> dict[str, object]:
    """Say that the desk is looking for this post, or how many the post itself has to call."""
    by, incident = request.by, request.incident  # type: ignore[attr-defined]
    if can(Act.CALL_OUT, by.actor):
        return {"to_call": supervision.pulse_of(by, incident.id).calls}
    calls = supervision.own_calls(by, incident.id, most=MOST_CALLS)
    return {"called": supervision.reasons_to_call(calls)}


def _handed(request: HttpRequest) -> list[posts.OpenHandover]:
    """Return the posts handed over that the person has still to sign for."""
    person = request.by.person  # type: ignore[attr-defined]
    return [one for one in posts.handovers_of(person) if one.incoming_person == person]


def _doubts(request: HttpRequest, now: datetime) -> dict[str, datetime | None]:
    """Tell who keeps the desk or the installation what makes the record or its time doubtful."""
    by, incident = request.by, request.incident  # type: ignore[attr-defined]
    if not any(can(act, by.actor) for act in KEEPERS):
        return {}
    return {
        "unsealed": review.unsealed_since(incident, now),
        "held": now if set_back(incident.recorded) else None,
    }


def _tile(tile: Tile, now: datetime) -> dict[str, object]:
    tone = "late" if tile.code in LATE else "near" if tile.code in GRAVE else "act"
    first = dates.near(tile.due, now) if tile.due else ""
    return {
        "count": tile.count,
        "name": QUEUES[tile.code],
        "first": first,
        "tone": tone,
        "href": f"?queue={tile.code}" if tile.count else "",
    }
