"""Decisions as the scribe took them down, waiting for a leader's signature."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bihuan.domain.reviews.decisions import DecisionDraft, Option
from bihuan.domain.reviews.states import OptionKind
from bihuan.features.posts.api import posts_of
from bihuan.features.review.models import DecisionNote
from bihuan.features.review.models.identity import night_id

OPEN, SIGNED, DROPPED = "open", "signed", "dropped"
FIELDS = ("id", "subject", "said", "written_at", "written_by", "version")
INSTANTS = ("due_at", "review_at")
# Looked up when it is signed; seen on the page of who signs.
NOT_SAID = ("owner_unit", "answered")


@dataclass(frozen=True, slots=True)
class NoteView:
    """One open draft: what it is about, what it says, who wrote it when."""

    id: str
    subject: str
    draft: DecisionDraft
    written_at: datetime
    written_by: int
    writer: str
    version: int


def open_notes(*, incident: int, day: str) -> list[NoteView]:
    """Return a night's drafts that wait for a signature, oldest first."""
    rows = DecisionNote.objects.filter(night_id=night_id(incident, day), state=OPEN)
    found = list(rows.order_by("written_at", "id").values_list(*FIELDS))
    posts = posts_of({row[4] for row in found})
    listed = []
    for identity, subject, said, at, by, version in found:
        writer = posts[by].label if by in posts else "—"
        listed.append(NoteView(identity, subject, draft_in(said), at, by, writer, version))
    return listed


def said_of(draft: DecisionDraft) -> dict[str, Any]:
    """Return the form of a draft that is stored: texts, options, instants as text."""
    said = {name: value for name, value in asdict(draft).items() if name not in NOT_SAID}
    said["options"] = [{"text": option.text, "kind": option.kind.value} for option in draft.options]
    for name in INSTANTS:
        at: datetime | None = getattr(draft, name)
        said[name] = at.isoformat() if at else None
    return said


def draft_in(body: str) -> DecisionDraft:
    """Return the draft of its stored form."""
    said: Mapping[str, Any] = json.loads(body)
    instants = {
        name: datetime.fromisoformat(said[name]) if said[name] else None for name in INSTANTS
    }
    options = tuple(Option(one["text"], OptionKind(one["kind"])) for one in said["options"])
    values: dict[str, Any] = {**said, **instants, "options": options, "owner_unit": None}
    return DecisionDraft(**values)
