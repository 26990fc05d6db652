"""The tables of an answer, as rows of texts."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from bihuan.domain.scenarios import Limit
from bihuan.domain.scenarios.tonight import PlanKind
from bihuan.features.scenarios.labels import LIMITS, PLANS
from bihuan.features.territory.api import names


class Cell(NamedTuple):
    """A figure of a plan, and its difference from lifting everything with what chance makes."""

    value: str
    difference: str
    known: bool = True


NOTHING = Cell("—", "")


class Table(NamedTuple):
    """Column heads and rows: a row has words and a cell for each plan."""

    head: list[Any]
    rows: list[tuple[Any, list[Any]]]


def figures_table(
    body: Mapping[str, Any], drawn: Mapping[str, Any], costs: Mapping[str, Any]
) -> Table:
    """Return the headline figures of all plans at equal rank."""
    plans = body["plans"]
    rows = [(words, [_drawn(plan, name) for plan in plans]) for name, words in drawn.items()]
    rows += [
        (words, [_cost(plan, plans[-1], name) for plan in plans]) for name, words in costs.items()
    ]
    return Table(_heads(body), rows)


def _heads(body: Mapping[str, Any]) -> list[Any]:
    return [PLANS[PlanKind(plan["kind"])] for plan in body["plans"]]


def _not_known() -> Cell:
    return Cell(_("not known to this model"), "", known=False)


def _drawn(plan: Mapping[str, Any], name: str) -> Cell:
    if name not in plan["figures"]:
        return _not_known()
    low, middle, high = plan["figures"][name]
    mean, error, _, _ = plan["difference"][name]
    if plan["kind"] == PlanKind.LIFT:
        return Cell(f"{middle:,} ({low:,}–{high:,})", "")
    around = f" ± {2 * error:,}" if error else ""
    return Cell(f"{middle:,} ({low:,}–{high:,})", f"{_signed(mean)}{around}")


def _cost(plan: Mapping[str, Any], free: Mapping[str, Any], name: str) -> Cell:
    value = plan["costs"][name]
    if value is None:
        return _not_known()
    if plan["kind"] == PlanKind.LIFT:
        return Cell(f"{value:,}", "")
    return Cell(f"{value:,}", _signed(value - free["costs"][name]))


def _signed(value: int) -> str:
    return f"{'−' if value < 0 else '+'}{abs(value):,}" if value else "0"


def sampling_table(body: Mapping[str, Any]) -> Table | None:
    """Return what the sampling of the plans that sample meets; None where nobody does.

    Answers from before the queue was reckoned say nothing of it.
    """
    known = zip(_heads(body), map(_sampled, body["plans"]), strict=True)
    told = [(head, one) for head, one in known if one.rounds]
    cells = [one for _, one in told]
    rows: list[tuple[Any, list[Any]]] = [
        (_("People sampled a day"), [one.taken() for one in cells]),
        (_("Tubes a day, with retests"), [one.round_figure("tubes_per_day") for one in cells]),
        (_("Tubes a day that laboratories take"), [one.capacity() for one in cells]),
        (_("Laboratory utilisation"), [one.utilisation() for one in cells]),
        (_("Most tubes waiting"), [one.figure("most_waiting") for one in cells]),
        (_("Tubes waiting on the last day"), [one.figure("waiting_at_end") for one in cells]),
        (_("Longest time to a result, in days"),
         [one.round_figure("longest_delay_days") for one in cells]),
    ]  # fmt: skip
    return Table([head for head, _ in told], rows) if told else None


def steep_plans(body: Mapping[str, Any]) -> list[Any]:
    """Return the plans whose laboratory is used above 85 %, by name."""
    known = zip(_heads(body), map(_sampled, body["plans"]), strict=True)
    return [head for head, one in known if one.laboratory.get("steep")]


def _sampled(plan: Mapping[str, Any]) -> "_Sampled":
    """Return the rounds of a plan on screen, which has one at most, and their laboratory."""
    told = plan.get("sampling", {})
    rounds, laboratories = told.get("rounds") or [{}], told.get("laboratories") or [{}]
    return _Sampled(rounds[0], laboratories[0])


class _Sampled(NamedTuple):
    """The rounds of a plan and their laboratory, as the answer tells them; empty without."""

    rounds: Mapping[str, Any]
    laboratory: Mapping[str, Any]

    def taken(self) -> Cell:
        limit = str(LIMITS[self.rounds["limited_by"]])
        return Cell(f"{self.rounds['sampled_per_day']:,}", limit)

    def round_figure(self, name: str) -> Cell:
        value = self.rounds[name]
        return NOTHING if value is None else Cell(f"{value:,}", "")

    def figure(self, name: str) -> Cell:
        return Cell(f"{self.laboratory[name]:,}", "") if self.laboratory else NOTHING

    def capacity(self) -> Cell:
        if self.laboratory:
            return self.figure("tubes_per_day")
        if self.rounds["limited_by"] == Limit.LABORATORY:
            return Cell("0", "")
        return Cell("—", str(_("nothing entered, no limit")))

    def utilisation(self) -> Cell:
        if not self.laboratory:
            return NOTHING
        high = str(_("above 85 %")) if self.laboratory["steep"] else ""
        return Cell(f"{self.laboratory['utilisation_percent']:,} %", high)


def matters_table(body: Mapping[str, Any], inputs: Mapping[str, Any]) -> Table | None:
    """Return which uncertain input the infections go with, in per cent of their variance."""
    plans = body["plans"]
    rows = [
        (words, ["—" if plan["matters"].get(name) is None else f"{plan['matters'][name]} %"
                 for plan in plans])
        for name, words in inputs.items()
        if any(plan["matters"].get(name) is not None for plan in plans)
    ]  # fmt: skip
    return Table(_heads(body), rows) if rows else None


def zones_table(body: Mapping[str, Any]) -> Table:
    """Return the mean infections of each part of the territory, in the order of codes."""
    plans = body["plans"]
    codes = sorted(int(code) for code in plans[0]["zones"])
    called = names(codes)
    rows = [
        (called.get(code, code), [f"{plan['zones'][str(code)]:,}" for plan in plans])
        for code in codes
    ]
    return Table(_heads(body), rows)
