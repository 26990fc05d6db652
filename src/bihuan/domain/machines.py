"""The engine every state machine shares: guards, transitions, a compiled table, one step.

A machine is a table. Who may act is not written here but in the permission matrix; a
transition says from where to where an act leads and what must be true of the case.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from inspect import cleandoc
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from bihuan.domain.refusals import Refusal

Case = TypeVar("Case")
Params = Mapping[str, str | int]

_NO_PARAMS: Params = MappingProxyType({})


@dataclass(frozen=True)
class Guard(Generic[Case]):
    """A condition that reads true, with the refusal told when it is not.

    Parameters
    ----------
    name
        Reads as a condition: ``independent``.
    code
        The refusal's code, a fact: ``verifier_from_handling_unit``.
    clause
        The rule behind it.
    holds
        The condition itself, a pure function of the case.
    params
        Values for the refusal's sentence.
    """

    name: str
    code: str
    clause: str
    holds: Callable[[Case], bool]
    params: Callable[[Case], Params] | None = None

    @property
    def says(self) -> str:
        """Return the first line of the condition's docstring."""
        return cleandoc(self.holds.__doc__ or "").partition("\n")[0]

    def refusal(self, case: Case) -> Refusal:
        """Return the "no" of this guard for a case in which it does not hold."""
        return Refusal(self.code, self.params(case) if self.params else _NO_PARAMS, self.clause)


@dataclass(frozen=True)
class guard:  # noqa: N801 - a decorator reads as a word
    """Make a guard of a condition; its name is the function's name."""

    code: str
    clause: str = ""
    params: Callable[[Any], Params] | None = None

    def __call__(self, holds: Callable[[Case], bool]) -> Guard[Case]:
        """Name the condition and give it its refusal."""
        return Guard(holds.__name__, self.code, self.clause, holds, self.params)


@dataclass(frozen=True)
class Transition(Generic[Case]):
    """One row of a machine's table.

    Parameters
    ----------
    source, target
        States; the first state of a machine is the empty text.
    act
        What is done.
    event
        The past tense of the act, as the ledger names it.
    guards
        All must hold.
    when
        Chooses between rows with the same source and act; the first that holds is taken.
    via
        State passed through in the same instant, if any.
    """

    source: str
    target: str
    act: str
    event: str
    guards: tuple[Guard[Case], ...] = ()
    when: Guard[Case] | None = None
    via: str = ""


@dataclass(frozen=True)
class Machine(Generic[Case]):
    """A named table of transitions, compiled once.

    Parameters
    ----------
    name
        What the machine moves.
    transitions
        All rows; several rows with one source and act need a ``when`` on all but the last.
    final
        States without a way out.
    """

    name: str
    transitions: tuple[Transition[Case], ...]
    final: frozenset[str] = frozenset()
    _rows: dict[tuple[str, str], tuple[Transition[Case], ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _sources: dict[str, dict[str, None]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for row in self.transitions:
            key = (row.source, row.act)
            earlier = self._rows.get(key, ())
            if earlier and earlier[-1].when is None:
                raise ValueError(f"{self.name}: {row.source} {row.act} can never reach its row.")
            self._rows[key] = (*earlier, row)
            self._sources.setdefault(row.act, {})[row.source] = None

    def step(self, state: str, act: str, case: Case) -> Transition[Case] | Refusal:
        """Return the transition an act takes now, or why it cannot."""
        for row in self._rows.get((state, act), ()):
            if row.when is None or row.when.holds(case):
                return _refused(row.guards, case) or row
        return self.not_in(state, act)

    def not_in(self, state: str, act: str) -> Refusal:
        """Say that an act is not for this state, and in which states it is.

        The states are named with the machine's own name: two machines may call one the same.
        """
        possible = ", ".join(self.named(one) for one in self._sources.get(act, ()))
        said = {"state": self.named(state), "act": act, "possible": possible}
        return Refusal("not_in_this_state", said)

    def named(self, state: str) -> str:
        """Return a state's name among those of all machines: ``finding.CLOSED``."""
        return f"{self.name}.{state}"

    def acts_in(self, state: str) -> tuple[str, ...]:
        """Return the acts the table knows in a state, in its order."""
        return tuple(dict.fromkeys(row.act for row in self.transitions if row.source == state))

    @property
    def states(self) -> tuple[str, ...]:
        """Return every state of the table in order of appearance."""
        both = (name for row in self.transitions for name in (row.source, row.via, row.target))
        return tuple(dict.fromkeys(name for name in both if name))


def unmet(guards: Iterable[Guard[Case]], case: Case) -> tuple[Refusal, ...]:
    """Return the refusal of every guard that does not hold: the checklist beside a button."""
    return tuple(guard.refusal(case) for guard in guards if not guard.holds(case))


def _refused(guards: tuple[Guard[Case], ...], case: Case) -> Refusal | None:
    for condition in guards:
        if not condition.holds(case):
            return condition.refusal(case)
    return None
