"""Objectives that tomorrow's plan starts from: specific, measured, due at the next cut-off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bihuan.features.review.selectors.completeness import ReportingUnit
from bihuan.features.review.selectors.decisions import DecisionView
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.figures import Evaluated, Target, Words, shown

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective: what, how it is measured, until when."""

    words: Words
    measure: Words
    due_at: datetime

    def as_json(self) -> dict[str, Any]:
        """Return the canonical form."""
        return {
            "words": self.words.as_json(),
            "measure": self.measure.as_json(),
            "due": self.due_at.astimezone(LOCAL).isoformat(),
        }


def objectives(
    figures: Sequence[Evaluated],
    units: Sequence[ReportingUnit],
    decisions: Sequence[DecisionView],
    next_cut_off: datetime,
) -> list[Objective]:
    """Return tomorrow's objectives from what is not as it must be tonight."""
    found = [_target(one, next_cut_off) for one in figures if one.missed]
    missing = [unit for unit in units if not unit.valid]
    if missing:
        found.append(_completeness(missing, len(units), next_cut_off))
    found += [_decision(one, next_cut_off) for one in decisions if _due(one, next_cut_off)]
    return found


def _target(one: Evaluated, due: datetime) -> Objective:
    name, now = one.figure.words, shown(one.value)
    if one.figure.target is Target.ZERO:
        words = Words(f"{name.zh}归零", f"Bring “{name.en}” to zero")
        return Objective(words, Words(f"现为 {now}，应为 0", f"now {now}, must be 0"), due)
    words = Words(f"{name.zh}全部达到", f"Bring “{name.en}” to all")
    return Objective(words, Words(f"现为 {now}，应为全部", f"now {now}, must be all"), due)


def _completeness(missing: Sequence[ReportingUnit], due_units: int, due: datetime) -> Objective:
    zh = "、".join(unit.words.zh for unit in missing)
    en = ", ".join(unit.words.en for unit in missing)
    return Objective(
        Words(f"补齐报送：{zh}", f"Complete the reports of {en}"),
        Words(f"{due_units} 个县全部报送", f"all {due_units} counties report"),
        due,
    )


def _due(one: DecisionView, next_cut_off: datetime) -> bool:
    return one.order.due_at <= next_cut_off


def _decision(one: DecisionView, next_cut_off: datetime) -> Objective:
    """Return a decision as an objective; one that is late is due at the next cut-off."""
    words = Words(f"办结 {one.label}：{one.title}", f"Finish {one.label}: {one.title}")
    due = one.order.due_at
    if due > next_cut_off - DAY:
        return Objective(words, Words("核实通过", "verified as done"), due)
    was = due.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
    late = Words(f"核实通过（原期限 {was}，已超期）", f"verified as done (was due {was}, late)")
    return Objective(words, late, next_cut_off)
