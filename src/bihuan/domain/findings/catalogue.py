"""The loop as lists to print: states, transitions, guards; documentation is made from them."""

from collections.abc import Iterator
from typing import NamedTuple

from bihuan.domain.findings.case import Case
from bihuan.domain.findings.transitions import MACHINES
from bihuan.domain.machines import Guard
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.policy.loop_rules import LOOP_RULES
from bihuan.domain.roles import Role


class TransitionLine(NamedTuple):
    """One row of a machine, with who may and what must hold."""

    machine: str
    source: str
    target: str
    via: str
    act: str
    event: str
    when: str
    guards: tuple[str, ...]
    separations: tuple[str, ...]
    roles: tuple[Role, ...]


class GuardLine(NamedTuple):
    """One guard: its name, sentence, refusal and clause, and the acts that ask it."""

    name: str
    says: str
    code: str
    clause: str
    acts: tuple[str, ...]


def transition_lines() -> Iterator[TransitionLine]:
    """Yield every row of every machine in the table's order."""
    for machine in MACHINES:
        for row in machine.transitions:
            rule = LOOP_RULES[LoopAct(row.act)]
            yield TransitionLine(
                machine.name,
                str(row.source),
                str(row.target),
                str(row.via),
                str(row.act),
                row.event,
                row.when.name if row.when else "",
                tuple(condition.name for condition in row.guards),
                tuple(separation.name for separation in rule.separations),
                tuple(role for role in Role if role in rule.grants),
            )


def state_names() -> dict[str, tuple[str, ...]]:
    """Return the states of each machine, final ones last."""
    return {
        machine.name: tuple(sorted(machine.states, key=lambda s: s in machine.final))
        for machine in MACHINES
    }


def guard_lines() -> tuple[GuardLine, ...]:
    """Return every guard once, in the order in which the tables first ask it."""
    asked: dict[tuple[str, str], tuple[Guard[Case], list[str]]] = {}
    for machine in MACHINES:
        for row in machine.transitions:
            for condition in row.guards:
                key = (condition.name, condition.code)
                acts = asked.setdefault(key, (condition, []))[1]
                if row.act not in acts:
                    acts.append(str(row.act))
    return tuple(
        GuardLine(g.name, g.says, g.code, g.clause, tuple(acts)) for g, acts in asked.values()
    )


def refusal_codes() -> frozenset[str]:
    """Return every code with which the loop can refuse, so that each has its sentences."""
    guards = {line.code for line in guard_lines()}
    separations = {s.code for rule in LOOP_RULES.values() for s in rule.separations}
    scopes = {f"outside_{scope.value}" for r in LOOP_RULES.values() for scope in r.grants.values()}
    fixed = {"role_may_not", "role_not_at_level", "not_in_this_state"}
    return frozenset(guards | separations | scopes | fixed) - {"outside_public"}
