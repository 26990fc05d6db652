"""What a measure rests on while it is in force: law, care, ways out; a break suspends it."""

from collections.abc import Mapping, Sequence

from bihuan.domain.machines import Guard, guard
from bihuan.domain.measures import legal
from bihuan.domain.measures.case import Case
from bihuan.domain.measures.catalogue import Part
from bihuan.domain.measures.companion import Need, Provision, shortfalls
from bihuan.domain.measures.facts import MeasureFacts

SAFETY = "Fire Law 28"


@guard("measure_ground_lost", clause="law 3.5", params=lambda c: {"measure": c.facts.code})
def ground_holds(case: Case) -> bool:
    """Profile, class, level and legal weight of the epidemic still carry the type."""
    return case.facts.around.lost is None


@guard("measure_ground_kept", clause="law 3.5", params=lambda c: {"measure": c.facts.code})
def ground_lost(case: Case) -> bool:
    """Nothing carries the type any more: only then does a change of profile end it."""
    return case.facts.around.lost is not None


@guard("basis_missing", clause="law 3.1")
def has_basis(case: Case) -> bool:
    """It rests on an article that the catalogue allows for its type."""
    basis, kind = case.facts.around.basis, case.facts.around.type
    return basis is not None and kind is not None and basis.reference in kind.bases


@guard(
    "basis_unconfirmed", clause="law 3", params=lambda c: {"basis": c.facts.basis or "—"},
)  # fmt: skip
def basis_confirmed(case: Case) -> bool:
    """The legal office has confirmed the text of the basis."""
    basis = case.facts.around.basis
    return basis is not None and basis.confirmed


@guard(
    "basis_not_in_force", clause="law 3",
    params=lambda c: {"basis": c.facts.basis or "—", "day": c.facts.around.law_day.isoformat()},
)  # fmt: skip
def basis_in_force(case: Case) -> bool:
    """The basis is law today, by the real date."""
    around = case.facts.around
    refusal = legal.why_not(around.basis, around.law_day)
    return refusal is None or refusal.code == "basis_unconfirmed"


@guard(
    "basis_changed_since_check", clause="law 3.1", params=lambda c: {"basis": c.facts.basis or "—"},
)  # fmt: skip
def basis_as_checked(case: Case) -> bool:
    """The text of the basis is the one on which the legal office let it pass."""
    basis, checked = case.facts.around.basis, case.facts.legal_hash
    return not checked or basis is None or basis.text_hash == checked


def _lacking_needs(case: Case) -> dict[str, str | int]:
    """Count the needs that the plan leaves short, and name them."""
    around = case.facts.around
    plan = {need: Provision(*said) for need, said in around.companion.items()}
    short = () if around.people is None else shortfalls(plan, around.people, extra=around.extra)
    named = [one.need for one in short] or list(Need)
    return {"n": around.companion_short, "needs": ", ".join(map(str, named))}


@guard("companion_plan_short", clause="IDL 67; PHERL 46", params=_lacking_needs)
def companion_covers(case: Case) -> bool:
    """The companion plan covers every need in every zone."""
    return not _asks(case, Part.COMPANION_PLAN) or case.facts.around.companion_short == 0


@guard("companion_plan_not_active", clause="IDL 67; PHERL 46")
def companion_active(case: Case) -> bool:
    """The companion plan is running."""
    return not _asks(case, Part.COMPANION_PLAN) or case.facts.companion_at is not None


@guard(
    "gate_plan_missing", clause=SAFETY, params=lambda c: {"n": c.facts.around.without_plan},
)  # fmt: skip
def gates_planned(case: Case) -> bool:
    """Every compound in scope has a gate plan that passed the fire-egress check."""
    around = case.facts.around
    return not _asks(case, Part.GATE_PLAN) or (around.compounds > 0 and around.without_plan == 0)


def _places(names: Sequence[tuple[str, str]]) -> dict[str, str | int]:
    """Name places in both languages."""
    return {
        "zones": "、".join(zh for zh, _ in names) or "—",
        "zones_en": ", ".join(en for _, en in names) or "—",
    }


def _unknown(case: Case) -> dict[str, str | int]:
    """Name the places whose residents nobody knows."""
    return _places(case.facts.around.first_unknown)


@guard("scope_people_unknown", clause="IDL 67; PHERL 46", params=_unknown)
def people_known(case: Case) -> bool:
    """It is known how many people a companion plan has to serve."""
    return not _asks(case, Part.COMPANION_PLAN) or case.facts.around.people is not None


def _gone(case: Case) -> dict[str, str | int]:
    return _places(case.facts.around.first_gone)


@guard("scope_zone_gone", clause="IDL 17, 67", params=_gone)
def zones_stand(case: Case) -> bool:
    """No zone in scope has been merged, split or retired since it was drafted."""
    return not case.facts.around.first_gone


def _lacking(case: Case) -> dict[str, str | int]:
    """Count the communities without a compound in scope, and name the first."""
    around = case.facts.around
    names = around.first_undrawn
    return {
        "n": around.undrawn,
        "zones": "、".join(zh for zh, _ in names) or "—",
        "zones_en": ", ".join(en for _, en in names) or "—",
    }


@guard("compounds_not_drawn", clause=SAFETY, params=_lacking)
def compounds_drawn(case: Case) -> bool:
    """Every community in scope has its compounds drawn, so that each has a gate plan."""
    return not _asks(case, Part.GATE_PLAN) or case.facts.around.undrawn == 0


@guard("egress_unsafe", clause=SAFETY, params=lambda c: {"n": c.facts.around.unsafe})
def exits_open(case: Case) -> bool:
    """No exit in scope is sealed or locked while people there are held to anything.

    What restricts nobody, a health notice for example, goes on: people need it all the more.
    """
    return _goes_on(case.facts) or case.facts.around.unsafe == 0


def care_falls_short(facts: MeasureFacts) -> bool:
    """Tell whether nobody knows for how many a plan has to care, or it cares for too few."""
    around = facts.around
    cared = around.type is not None and Part.COMPANION_PLAN in around.type.parts
    return cared and (around.people is None or around.companion_short > 0)


def _goes_on(facts: MeasureFacts) -> bool:
    """Tell whether its type holds nobody to anything, whatever becomes of the exits."""
    kind = facts.around.type
    return kind is not None and not kind.restricts and Part.GATE_PLAN not in kind.parts


def _asks(case: Case, part: Part) -> bool:
    kind = case.facts.around.type
    return kind is not None and part in kind.parts


LAWFUL: tuple[Guard[Case], ...] = (
    has_basis, basis_confirmed, basis_in_force, basis_as_checked,
)  # fmt: skip

STANDING: tuple[Guard[Case], ...] = (
    ground_holds, *LAWFUL, zones_stand, people_known, companion_covers, companion_active,
    compounds_drawn, gates_planned, exits_open,
)  # fmt: skip
"""What may break while a measure is in force, and then suspends it when read."""

_OF_PART: Mapping[Guard[Case], Part] = {
    people_known: Part.COMPANION_PLAN, companion_covers: Part.COMPANION_PLAN,
    companion_active: Part.COMPANION_PLAN, compounds_drawn: Part.GATE_PLAN,
    gates_planned: Part.GATE_PLAN,
}  # fmt: skip


def asks_nothing(condition: Guard[Case], case: Case) -> bool:
    """Tell whether a condition is no matter for a type: it holds, and says nothing true."""
    if condition is exits_open:
        return _goes_on(case.facts)
    part = _OF_PART.get(condition)
    return part is not None and case.facts.around.type is not None and not _asks(case, part)
