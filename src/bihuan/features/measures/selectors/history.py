"""What happened to a measure: every entry of the ledger about it, the newest first."""

import json
from dataclasses import dataclass
from datetime import datetime

from bihuan.domain.chain.canonical import instant_of
from bihuan.platform.db.dialects import Session

MOST = 100
_ABOUT = (
    "SELECT kind, incident_at, post, body FROM ledger_event WHERE subject=?"
    " AND kind LIKE 'measures.%' ORDER BY chain DESC, n DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry: what happened, when on the incident's clock, through which post, and why.

    ``opinion`` is what the experts said, where they said it; a blanked entry gives no reason.
    """

    event: str
    at: datetime
    post: int
    reason: str = ""
    opinion: str = ""


def history_of(measure: str) -> list[Happened]:
    """Return what the ledger keeps about a measure."""
    return [_happened(*row) for row in Session().all(_ABOUT, (measure, MOST))]


def _happened(kind: str, at: int, post: int, body: bytes | None) -> Happened:
    said = {} if body is None else json.loads(bytes(body))
    changed = [row[3] for row in said.get("rows", ()) if row[2] == "u" and "opinion" in row[3]]
    return Happened(
        kind.removeprefix("measures."), instant_of(at), post,
        said.get("facts", {}).get("reason", ""),
        str(changed[0]["opinion"][1]) if changed else "",
    )  # fmt: skip
