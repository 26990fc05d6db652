"""Who acted for a post on a paper: its holder, a deputy, somebody standing in. Always Chinese."""

from collections.abc import Sequence
from datetime import datetime

from bihuan.features.posts.api import AppointmentKind, StandIns
from bihuan.features.supervision.selectors.finding_page import TimelineEntry

_FOR_THE_HOLDER = {
    AppointmentKind.DEPUTY: "（副岗代办）",
    AppointmentKind.ACTING: "（当值代办）",
}


def acted_for(
    timeline: Sequence[TimelineEntry], stand_ins: StandIns, event: str, at: datetime | None = None
) -> str:
    """Return what is set behind a post's name when not its holder acted, "" when he did.

    Parameters
    ----------
    timeline, stand_ins
        The entries of the ledger about the finding, and who stood in for its posts.
    event, at
        The act, and the incident's instant of it; without one the last of its kind.
    """
    acts = [one for one in timeline if one.event == event and at in (None, one.at)]
    if not acts:
        return ""
    last = acts[-1]
    kind = stand_ins.kind_of(last.post, last.person, last.wall)
    return "" if kind is None else _FOR_THE_HOLDER.get(kind, "")
