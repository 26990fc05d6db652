"""What the demo's measures say, page by page. Everything made up is marked 示意."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bihuan.domain.chain.canonical import micros
from bihuan.domain.measures.catalogue import ENGLISH
from bihuan.domain.measures.companion import Need, wanted
from bihuan.domain.measures.proportionality import Question
from bihuan.features.measures import api as measures
from bihuan.platform.clock.incident import LOCAL

MORNING = datetime(2022, 11, 29, 8, 0, tzinfo=LOCAL)
TONIGHT, LATER = 14, 48
PEOPLE = 6000


@dataclass(frozen=True, slots=True)
class Site:
    """One community of the package: how long its measure lasts, what stands in its way."""

    zone: int
    name: str
    english: str
    hours: int
    gates_ready: bool = True
    short: bool = False


def care() -> dict[str, tuple[str, int]]:
    """Return a companion plan that covers every need twice over."""
    return {str(need): ("示意：街道保供组", wanted(need, PEOPLE, extra=True) * 2) for need in Need}


def pages(sites: Sequence[Site]) -> list[tuple[str, Any]]:
    """Return what the pages of the wizard keep, in their order."""
    lines = {"2": ("IDL 63(6)", "plain_rule"), "4": ("IDL 63(1)", "alternatives"),
             "5": ("IDL 40", "plain_rule"), "6": ("IDL 53", "sources")}  # fmt: skip
    kept: list[tuple[str, Any]] = [("lines", [int(line) for line in lines])]
    rules = measures.package_templates()["nine-measures"]
    for number, (basis, part) in lines.items():
        line = rules.line(int(number))
        assert line is not None  # noqa: S101  (the package has nine lines)
        columns = {
            "purpose": line.texts["purpose"].zh, "purpose_en": line.texts["purpose"].en,
            "smaller_why": "示意：病例分布在多栋楼，按楼栋管理不足以减少接触",
            "exceptions": line.texts["exceptions"].zh,
            "exceptions_en": line.texts["exceptions"].en, "help_line": "12345", "basis": basis,
        }  # fmt: skip
        reasons = {q: text.zh for q, text in line.reasons.items()}
        answers = {str(q): [1, reasons.get(q, "示意：已论证")] for q in Question}
        rule = next(iter(line.parts.values()))
        parts = {part: rule.zh, f"{part}{ENGLISH}": rule.en}
        said = {"columns": columns, "answers": answers, "parts": parts}
        kept.append((f"why:{number}", said))
    plan = {need: list(said) for need, said in care().items()}
    plans = {str(site.zone): {} if site.short else plan for site in sites}
    hours = {"2": LATER, "4": 96, "5": 96, "6": 240}
    period = {"starts_at": micros(MORNING), "hours": hours}
    return [*kept, ("care", plans), ("gates", {"seen": 1}), ("period", period)]


def draft(site: Site) -> measures.MeasureDraft:
    """Return the one measure that is decided by itself; its reasons are those of the package."""
    line = measures.package_templates()["nine-measures"].line(2)
    proposed = {q: text.zh for q, text in line.reasons.items()} if line else {}
    return measures.MeasureDraft(
        code="M10",
        zones=(site.zone,),
        columns={
            "purpose": "示意：减少聚集性接触，便于就近服务",
            "purpose_en": "Made up: fewer gatherings, services close by",
            "smaller_why": "示意：病例分布在多栋楼，按楼栋管理不足以减少接触",
            "exceptions": "就医、急救、消防、保供、上夜班等随时通行",
            "exceptions_en": "Care, ambulances, fire engines, supplies, night shifts: always",
            "help_line": "12345",
            "basis": "IDL 63(6)",
            "starts_at": MORNING,
            "ends_at": MORNING + timedelta(hours=site.hours),
        },
        answers={str(q): (True, proposed.get(q, "示意：已论证")) for q in Question},
        parts={
            "plain_rule": "示意：北门有人值守，其余门由内可随时打开",
            f"plain_rule{ENGLISH}": "Made up: the north gate is staffed, the others open from"
            " inside at any time",
        },
        companion=care(),
    )
