"""Call lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.features.posts.models import CallLine, CallOut


@dataclass(frozen=True, slots=True)
class CallLineView:
    """One post on a call list."""

    id: str
    post: int
    reached_at: datetime | None


@dataclass(frozen=True, slots=True)
class CallView:
    """A call list with its lines."""

    id: str
    zone: int
    reason: str
    called_at: datetime
    lines: Sequence[CallLineView]

    @property
    def reached(self) -> int:
        """How many posts have answered."""
        return sum(line.reached_at is not None for line in self.lines)


def call_of(identity: str) -> CallView | None:
    """Return a call list."""
    row = (
        CallOut.objects.filter(id=identity)
        .values_list("id", "zone_id", "reason", "called_at")
        .first()
    )
    if row is None:
        return None
    lines = CallLine.objects.filter(call_out_id=identity).order_by("reached_at", "post_id")
    views = [CallLineView(*one) for one in lines.values_list("id", "post_id", "reached_at")]
    return CallView(*row, views)


def call_of_line(identity: str) -> str | None:
    """Return the call list of a line."""
    return CallLine.objects.filter(id=identity).values_list("call_out_id", flat=True).first()
