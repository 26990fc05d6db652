"""The tables of an answer, as rows of texts."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from bihuan.domain.scenarios.tonight import PlanKind
from bihuan.features.scenarios.labels import PLANS
from bihuan.features.territory.api import names


class Cell(NamedTuple):
    """A figure of a plan, and its difference from lifting everything with what chance makes."""

    value: str
    difference: str
    known: bool = True


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
