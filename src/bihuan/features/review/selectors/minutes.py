"""What the minutes of a night say: its snapshot, its decisions, the time its items took."""

import json
from collections.abc import Mapping
from typing import Any

from bihuan.features.posts.api import posts_of
from bihuan.features.review.selectors.decisions import DecisionView, decisions_of_night
from bihuan.features.review.selectors.nights import (
    frozen_body,
    items_of,
    night_of,
    snapshot_head,
)
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.figures.sections import SAFEGUARDS_SECTION


def minutes_content(*, incident: int, day: str) -> dict[str, Any]:
    """Return the content of a night's minutes, also of a draft while the meeting goes on."""
    night, head = night_of(incident=incident, day=day), snapshot_head(incident=incident, day=day)
    if night is None or head is None:
        return {}
    frozen = json.loads(frozen_body(head))
    taken = decisions_of_night(incident=incident, day=day)
    owners = posts_of(one.order.owner_post for one in taken)
    return {
        "form": 1,
        "day": day,
        "incident": frozen["incident"],
        "window": frozen["window"],
        "snapshot": {"label": head.label, "sha256": head.sha256},
        "completeness": {name: frozen["completeness"][name] for name in ("n", "of")},
        "root": night.root,
        "called": night.called_at.astimezone(LOCAL).isoformat() if night.called_at else None,
        "bottom_line": frozen["bottom_line"],
        "items": [
            {**item.fact.title.as_json(), "subject": item.fact.subject,
             "minutes": item.minutes, "seconds": item.seconds_spent}
            for item in items_of(night)
        ],
        "decisions": [_decision(one, owners.get(one.order.owner_post)) for one in taken],
        "carried": list(frozen["decisions"]),
        "safeguards": [one for one in frozen["figures"] if one["section"] == SAFEGUARDS_SECTION],
        "revisions": frozen["revisions"],
        "late": frozen["late"],
        "objectives": frozen["objectives"],
    }  # fmt: skip


def _decision(one: DecisionView, owner: Any) -> Mapping[str, Any]:
    order = one.order
    return {
        "number": one.number,
        "subject": one.subject,
        "title": one.title,
        "situation": one.situation,
        "risks": one.risks,
        "powers": one.powers,
        "options": [dict(option) for option in one.options],
        "choice": one.choice,
        "reasons": one.reasons,
        "help": one.help,
        "owner": {
            "post": order.owner_post,
            "zh": owner.formal if owner else "—",
            "en": owner.english if owner else "—",
        },
        "due": order.due_at.astimezone(LOCAL).isoformat(),
        "review": one.review_at.astimezone(LOCAL).isoformat(),
        "document": [order.document_year, order.document_number],
        "cancelled": one.verdict if one.cancelled else None,
    }
