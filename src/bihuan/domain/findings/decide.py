"""The one entry point of the loop: may this happen now, and what does it amount to.

Pure and quick: the permission matrix, then the machine's guards, then the act's effect. The
same arguments give the same step for ever.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, cast

from bihuan.domain.clocks import in_utc
from bihuan.domain.findings.case import Case, state_as_of
from bihuan.domain.findings.effects.draft import Draft
from bihuan.domain.findings.effects.procedures import NOT_SUSPENDED
from bihuan.domain.findings.effects.table import EFFECTS
from bihuan.domain.findings.escalation import next_tick_at
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.rules import LoopRules
from bihuan.domain.findings.states import BUCKET_OF, Bucket, State
from bihuan.domain.findings.step import Step
from bihuan.domain.findings.transitions import MACHINE_OF
from bihuan.domain.machines import Transition
from bihuan.domain.policy.actor import Actor
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_check import check_loop
from bihuan.domain.refusals import Refusal

_YEARS = frozenset({"ledger_year", "document_year"})


def decide(
    act: LoopAct,
    facts: FindingFacts,
    *,
    by: Actor,
    payload: Mapping[str, Any],
    now: datetime,
    rules: LoopRules,
) -> Step | Refusal:
    """Decide one act on one finding.

    Parameters
    ----------
    act, by
        What is to be done, by which post; ``CLOCK`` for what falls due by itself.
    facts
        The finding as it stands, with what is known from elsewhere in ``facts.around``. For
        the first act, the columns that say what was found.
    payload
        What was said: ``reason``, ``until`` …; a value of another type counts as absent.
    now, rules
        The instant on the incident's clock, with a time zone, and the city's figures.

    Returns
    -------
    Step or Refusal
        What to write, or why not: first the permission, then the state, then the guards in
        the table's order.
    """
    at = in_utc(now)
    state = facts.state if act is LoopAct.RESUME else state_as_of(facts, at)
    return check_loop(act, by, facts) or _taken(Case(act, facts, by, payload, at, rules, state))


def tick_act(facts: FindingFacts) -> LoopAct:
    """Return the act of the clock for a row whose ``next_tick_at`` has come."""
    if facts.state == State.SUSPENDED:
        return LoopAct.RESUME
    return LoopAct.ARCHIVE if facts.state == State.CLOSED else LoopAct.ESCALATE


def _taken(case: Case) -> Step | Refusal:
    """Return the step by the machine that the act moves, or what its guards refuse."""
    column, machine = MACHINE_OF[case.act]
    state = case.state if column == "state" else getattr(case.facts, column)
    row = machine.step(state, case.act, case)
    return row if isinstance(row, Refusal) else _step(case, column, row)


def _step(case: Case, column: str, row: Transition[Case]) -> Step:
    facts, rules = case.facts, case.rules
    draft = Draft(case, row.target)
    changes = draft.changes
    target = str(row.target)
    if column != "state":
        changes["state"] = case.state
    changes[column] = target
    EFFECTS[case.act](case, draft)
    to_state: str = changes["state"]
    if facts.state == State.SUSPENDED and to_state != State.SUSPENDED:
        changes.update(NOT_SUSPENDED)
    changes["updated_at"] = case.now
    changes["next_tick_at"] = next_tick_at(cast(FindingFacts, _After(facts, changes)), rules)
    return Step(
        act=case.act,
        event=f"supervision.{row.event}",
        from_state=facts.state,
        to_state=to_state,
        changes=_really_changed(facts, changes),
        records=tuple(draft.records),
        numbers=tuple(draft.numbers),
        counts=_counts(facts, changes, draft),
        reason=case.said("reason"),
        via=str(row.via),
    )


class _After:
    """The row as it will be: changed columns over the old ones, without copying the row."""

    __slots__ = ("_changes", "_facts")

    def __init__(self, facts: FindingFacts, changes: Mapping[str, Any]) -> None:
        self._facts = facts
        self._changes = changes

    def __getattr__(self, name: str) -> Any:
        try:
            return self._changes[name]
        except KeyError:
            return getattr(self._facts, name)


def _really_changed(facts: FindingFacts, changes: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in changes.items()
        if name in _YEARS or getattr(facts, name) != value
    }


def _counts(facts: FindingFacts, changes: Mapping[str, Any], draft: Draft) -> tuple[Any, ...]:
    severity = changes.get("severity", facts.severity)
    excess = changes.get("over_control", facts.over_control)
    before, after = BUCKET_OF[facts.state], BUCKET_OF[changes["state"]]
    counts = [(_flow(name), 1) for name in draft.flows]
    if (before, facts.severity, facts.over_control) == (after, severity, excess):
        return tuple(counts)
    if before is not Bucket.DRAFT:
        counts += [(name, -1) for name in _stock(before, facts.severity, facts.over_control)]
    if after is not Bucket.DRAFT:
        counts += [(name, 1) for name in _stock(after, severity, excess)]
    return tuple(counts)


@cache
def _flow(name: str) -> str:
    return f"finding.flow.{name}"


@cache
def _stock(bucket: Bucket, severity: int, over_control: bool) -> tuple[str, ...]:  # noqa: FBT001
    stem = f"finding.stock.{bucket.value}"
    names = (stem, f"{stem}.S{severity}")
    return (*names, f"{stem}.over_control") if over_control else names
