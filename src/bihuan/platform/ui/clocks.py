"""The face of a running clock: its shape by the share used, and the numbers to write on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

NEAR = 0.5
OVER = 1.0


class Shape(StrEnum):
    """What a clock looks like; each has its own icon and word beside its colour."""

    CALM = "calm"
    NEAR = "near"
    OVER = "over"
    PAUSED = "paused"
    BLOCKED = "blocked"
    DONE = "done"


ICONS: Mapping[Shape, str] = {
    Shape.CALM: "clock",
    Shape.NEAR: "alarm-clock",
    Shape.OVER: "octagon-alert",
    Shape.PAUSED: "pause",
    Shape.BLOCKED: "hourglass",
    Shape.DONE: "circle-check",
}


@dataclass(frozen=True, slots=True)
class ClockFace:
    """One clock as a page shows it.

    Parameters
    ----------
    shape
        What it looks like.
    due, now
        The deadline and the time of the page; ``now`` is the incident's time.
    left
        What is left of the budget on the clock's own hours; negative when overdue.
    share
        The used share of the budget; 1.0 is due.
    working
        Whether ``left`` counts working days.
    start
        When it began; with it the browser can keep the clock running.
    until
        The end of a pause, or since when a decision is awaited, or when it was done.
    grave
        Whether it ticks each second (S1).
    """

    shape: Shape
    due: datetime
    now: datetime
    left: timedelta
    share: float
    working: bool = False
    start: datetime | None = None
    until: datetime | None = None
    grave: bool = False

    @property
    def icon(self) -> str:
        """The icon of the shape."""
        return ICONS[self.shape]

    @property
    def percent(self) -> int:
        """The used share for the bar, 0 to 100."""
        return max(0, min(100, round(self.share * 100)))

    @property
    def ticks(self) -> bool:
        """Tell whether the browser may keep it running by itself."""
        return self.start is not None and self.shape in {Shape.CALM, Shape.NEAR, Shape.OVER}


def shape_of(share: float) -> Shape:
    """Return the shape for a used share: calm below half, near below all, over from there."""
    if share >= OVER:
        return Shape.OVER
    return Shape.NEAR if share >= NEAR else Shape.CALM


def running(start: datetime, due: datetime, now: datetime, *, grave: bool = False) -> ClockFace:
    """Return the face of a clock that runs day and night."""
    budget = due - start
    share = (now - start) / budget if budget > timedelta(0) else OVER
    return ClockFace(shape_of(share), due, now, due - now, share, start=start, grave=grave)


def counted(
    due: datetime, now: datetime, *, left: timedelta, share: float, working: bool = False
) -> ClockFace:
    """Return the face of a clock on service or working hours, counted by the server alone."""
    return ClockFace(shape_of(share), due, now, left, share, working=working)


def halted(face: ClockFace, shape: Shape, until: datetime | None) -> ClockFace:
    """Return the face paused, awaiting a decision or done; the share stays visible."""
    return ClockFace(
        shape, face.due, face.now, face.left, face.share, working=face.working, until=until
    )
