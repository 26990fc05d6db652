"""The gates of compounds as a public notice names them, in both languages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import override

from bihuan.domain.premises.gates import LETS_IN, SEALED
from bihuan.domain.premises.plan import Gate
from bihuan.domain.zones import ZoneRange
from bihuan.features.premises.labels import BY_HOURS, GATE_STATES, GATES
from bihuan.features.premises.selectors.compounds import CompoundView, compounds_by_id, compounds_in
from bihuan.platform.figures import Words

SOME_EXIT = Words(
    "有人反映此处有出口被封堵，正在核实", "an exit here is reported as locked, being looked at"
)
"""A report that names no gate says it of none: whoever flees is not told that all are shut."""


@dataclass(frozen=True, slots=True)
class Entrances:
    """One compound, and each of its gates with how it stands."""

    compound: Words
    gates: Words


def entrances_in(
    scope: Sequence[ZoneRange], *, most: int, compounds: Collection[str] = ()
) -> list[Entrances]:
    """Return the gates of the compounds of some ranges and of others by id, at most so many."""
    named = compounds_by_id(frozenset(compounds)).values()
    found = [_told(one) for one in sorted(named, key=lambda one: (one.zone, one.id))[:most]]
    for reach in scope:
        left = most - len(found)
        if left > 0:
            found += [_told(one) for one in compounds_in(reach, limit=left)]
    return found


def _told(one: CompoundView) -> Entrances:
    gates = one.plan.gates.values()
    shut = set(one.sealed)
    said = [
        (_in(GATES.get(gate.name, gate.name)),
         _state(gate, sealed=bool(shut & {gate.code, gate.name})))
        for gate in gates
    ]  # fmt: skip
    zh = [f"{name.zh}（{state.zh}）" for name, state in said]
    en = [f"{name.en} ({state.en})" for name, state in said]
    if shut - {name for gate in gates for name in (gate.code, gate.name)}:
        zh, en = [*zh, SOME_EXIT.zh], [*en, SOME_EXIT.en]
    return Entrances(
        Words(one.name_zh, one.name_en or one.name_zh), Words("；".join(zh), "; ".join(en))
    )


def _state(gate: Gate, *, sealed: bool) -> Words:
    if sealed:
        return Words("有人报告被封堵，正在处置", f"reported as {SEALED}, being opened")
    state = _in(GATE_STATES[gate.state])
    if gate.hours is None or gate.state not in LETS_IN:
        return state
    hours = _in(BY_HOURS)
    return Words(*(
        said % {"state": how, "hours": gate.hours}
        for said, how in ((hours.zh, state.zh), (hours.en, state.en))
    ))  # fmt: skip


def _in(said: Promise | str) -> Words:
    """Return a text in both languages; a name of its own is the same in both."""
    told = []
    for language in ("zh-hans", "en"):
        with override(language):
            told.append(str(said))
    return Words(*told)
