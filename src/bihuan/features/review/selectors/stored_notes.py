"""The open draft of an agenda item as commands read it, and how it ends when it is signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.features.review.selectors.notes import OPEN, SIGNED
from bihuan.platform.db.changes import Update
from bihuan.platform.db.reader import Reader

TABLE = "review_note"
COLUMNS = ("id", "said", "written_at", "written_by", "writer_person", "version")


@dataclass(frozen=True, slots=True)
class StoredNote:
    """The open draft of an item as it is stored."""

    id: str
    old: Mapping[str, Any]
    version: int


def stored_note(read: Reader, night: str, subject: str) -> StoredNote | None:
    """Return the open draft of an agenda item."""
    row = read.one(TABLE, COLUMNS, night_id=night, subject=subject, state=OPEN)
    if row is None:
        return None
    return StoredNote(row[0], dict(zip(COLUMNS[1:-1], row[1:-1], strict=True)), row[-1])


def signed(note: StoredNote, *, number: int, person: int, at: datetime) -> Update:
    """Return the write that ends a draft with the decision it became."""
    old = {"state": OPEN, "decision": None, "signer_person": None, "ended_at": None}
    new = {"state": SIGNED, "decision": number, "signer_person": person, "ended_at": at}
    return Update(TABLE, note.id, note.version, old, new)
