"""The parts that pages show, as plain values: views fill them, components draw them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Tone(StrEnum):
    """What a mark says beside its word; colour and shape follow."""

    PLAIN = "plain"
    ACT = "act"
    NEAR = "near"
    LATE = "late"
    DONE = "done"


class Step(StrEnum):
    """Where a step of the stepper stands."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


class Hold(StrEnum):
    """Whether a guard holds."""

    HOLDS = "holds"
    MISSING = "missing"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class StepMark:
    """One step: its name, when it happened or is due, and where it stands."""

    name: str
    note: str
    step: Step


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a timeline; a corrected one stays readable."""

    at: datetime
    text: str
    by: str = ""
    note: str = ""
    tone: Tone = Tone.PLAIN
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class GuardMark:
    """One guard: what it asks, whether it holds, who can supply it and where."""

    text: str
    hold: Hold
    who: str = ""
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One post in a chain of duty; without a post nobody answers."""

    role: str
    post: str = ""
    deputy: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of which two texts exist."""

    field: str
    theirs: str
    mine: str

    @property
    def differs(self) -> bool:
        """Tell whether the two texts differ."""
        return self.theirs != self.mine


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong in one cell of a file, and what would be right."""

    sheet: str
    row: int
    column: str
    found: str
    message: str
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an import would do, before it does anything."""

    new: int
    changed: int
    same: int
    problems: Sequence[CellProblem] = field(default_factory=tuple)

    @property
    def wrong(self) -> int:
        """Rows with at least one problem."""
        return len({(problem.sheet, problem.row) for problem in self.problems})


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter, with how many rows it would leave (None: not counted)."""

    value: str
    label: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """One chip: a name in the address, its choices and the chosen one."""

    name: str
    label: str
    options: Sequence[Option]
    chosen: str = ""

    @property
    def chosen_label(self) -> str:
        """The label of the chosen option, empty for none."""
        return next((one.label for one in self.options if one.value == self.chosen), "")


@dataclass(frozen=True, slots=True)
class SavedView:
    """One saved view of a list: its address and its live count; ``more`` when it is cut off."""

    label: str
    href: str
    count: int | None = None
    current: bool = False
    more: bool = False
