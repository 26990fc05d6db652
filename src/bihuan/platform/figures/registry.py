"""What features add to the nightly review from their own ``nightly.py``, found by fixed name.

A ``nightly`` module may hold ``FIGURES`` (figures), ``AGENDA`` (sources of agenda items),
``LATE`` (sources of inputs that arrived after their window had closed) and ``CHARTS`` (sources of
charts), each a tuple.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import ModuleType
from typing import Any, TypeVar

from bihuan.domain.zones import ZoneRange
from bihuan.platform.charts import Chart
from bihuan.platform.clock.incident import IncidentClock
from bihuan.platform.clock.system import now
from bihuan.platform.figures.agenda import AgendaFact
from bihuan.platform.figures.values import Count, FigureValue, Share, Words
from bihuan.platform.figures.windows import Window
from bihuan.platform.registry.discovery import modules

Answer = TypeVar("Answer")
SECTIONS = range(16)
NO_DATA = Words("没有数据时显示“—”，不显示 0", '"—" without data, never 0')


@dataclass(frozen=True, slots=True)
class NightlyContext:
    """What a figure is asked for.

    Parameters
    ----------
    incident
        The incident's number.
    clock
        Its clock.
    window
        The night's window; a figure of a state is taken at ``window.until``.
    scope
        The territory the figure is about.
    now
        The incident's time when it is asked; before the freeze it may lie past the window.
    """

    incident: int
    clock: IncidentClock
    window: Window
    scope: ZoneRange
    now: datetime
    _asked: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def real_until(self) -> datetime:
        """The instant for what is real in a drill too: who answers, which exits are checked.

        A live incident's window ends on the wall's clock. A drill may play a day on which
        nobody here had a post yet; what is real is then taken as it stands today.
        """
        return now() if self.clock.drill else self.window.until

    def once(self, name: str, ask: Callable[[], Answer]) -> Answer:
        """Return what ``ask`` gives, asked once for all figures of this context."""
        if name not in self._asked:
            self._asked[name] = ask()
        return self._asked[name]  # type: ignore[no-any-return]


class Target(StrEnum):
    """What a figure must be, if anything."""

    NONE = "none"
    ZERO = "zero"
    ALL = "all"

    def missed(self, value: FigureValue | None) -> bool:
        """Tell whether a known value misses the target; an absent one is not known to."""
        if self is Target.ZERO and isinstance(value, Count):
            return value.n != 0
        if self is Target.ALL and isinstance(value, Share):
            return value.n != value.of
        return False


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure counts, over what, in which unit, by which rule, and when it is absent."""

    counts: Words
    unit: Words
    over: Words | None = None
    clause: str = ""
    absent: Words = NO_DATA


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the nightly review.

    ``order`` places it within its section; ``value`` returns None when it is not known.
    """

    code: str
    section: int
    words: Words
    definition: Definition
    value: Callable[[NightlyContext], FigureValue | None]
    order: int = 100
    target: Target = Target.NONE


@dataclass(frozen=True, slots=True)
class LateInput:
    """Something observed in a window that had closed when it arrived, or corrected since."""

    subject: str
    words: Words
    observed_at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True)
class AgendaSource:
    """Gives the agenda items of one kind of facts."""

    name: str
    items: Callable[[NightlyContext], Iterable[AgendaFact]]


@dataclass(frozen=True, slots=True)
class LateSource:
    """Gives what arrived in this window but belongs to an earlier one."""

    name: str
    items: Callable[[NightlyContext], Iterable[LateInput]]


@dataclass(frozen=True, slots=True)
class ChartSource:
    """Gives the charts of one section, as they may be frozen: small counts are gone already."""

    name: str
    section: int
    items: Callable[[NightlyContext], Iterable[Chart]]


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything the review can ask, in the order of sections.

    Raises
    ------
    ValueError
        Two figures share a code, or a section is not 0 to 15: a mistake in a ``nightly.py``.
    """

    figures: tuple[Figure, ...] = ()
    agenda: tuple[AgendaSource, ...] = ()
    late: tuple[LateSource, ...] = ()
    charts: tuple[ChartSource, ...] = ()
    _by_code: dict[str, Figure] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        placed = sorted(self.figures, key=lambda figure: (figure.section, figure.order))
        object.__setattr__(self, "figures", tuple(placed))
        for figure in self.figures:
            if figure.section not in SECTIONS:
                raise ValueError(f"Expected a section from 0 to 15 for {figure.code}.")
            if figure.code in self._by_code:
                raise ValueError(f"Expected one figure with the code {figure.code}.")
            self._by_code[figure.code] = figure

    def figure(self, code: str) -> Figure | None:
        """Return a figure by its code."""
        return self._by_code.get(code)


_extra: ContextVar[Registry | None] = ContextVar("extra_figures", default=None)


def installed() -> Registry:
    """Return the figures and sources of all installed features."""
    found = modules("nightly")
    extra = _extra.get() or Registry()
    return Registry(
        (*_gathered(found, "FIGURES"), *extra.figures),
        (*_gathered(found, "AGENDA"), *extra.agenda),
        (*_gathered(found, "LATE"), *extra.late),
        (*_gathered(found, "CHARTS"), *extra.charts),
    )


@contextmanager
def registered(extra: Registry) -> Iterator[None]:
    """Add figures and sources in this context: how an example or a test shows its own."""
    token = _extra.set(extra)
    try:
        yield
    finally:
        _extra.reset(token)


def _gathered(found: Iterable[ModuleType], name: str) -> list:  # type: ignore[type-arg]
    return [one for module in found for one in getattr(module, name, ())]
