"""The report as pages and prints read it: sections 0–15 of one snapshot, never recomputed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.features.review.selectors.nights import PINNED
from bihuan.platform.charts import Chart
from bihuan.platform.charts.values import chart_of
from bihuan.platform.figures import (
    AgendaFact,
    Breakdown,
    FigureValue,
    Share,
    Target,
    Verdict,
    Words,
    from_json,
)
from bihuan.platform.figures import shown as shown_value
from bihuan.platform.figures.agenda import agenda_fact
from bihuan.platform.figures.sections import SAFEGUARDS_SECTION, SECTION_TITLES
from bihuan.platform.i18n import choose
from bihuan.platform.i18n.dates import stamp

# These stand in every report, also without any figure.
ALWAYS = frozenset({0, 1, 2, 4, 9, 11, 12, 13, SAFEGUARDS_SECTION, 15})
EPIDEMIOLOGY, DECIDED, PROBLEMS, PLAN, ANNEX = 2, 11, 12, 13, 15


@dataclass(frozen=True, slots=True)
class FigureView:
    """One frozen figure with its name, value, target and definition."""

    code: str
    section: int
    words: Words
    value: FigureValue | None
    target: Target
    missed: bool
    broken: bool
    counts: Words
    over: Words | None
    unit: Words
    clause: str

    def shown(self, language: str) -> str:
        """Return the figure as printed."""
        return shown_value(self.value, language)

    @property
    def text(self) -> str:
        """The figure as printed, in the language of the page."""
        return self.shown(choose("zh", "en"))

    @property
    def unit_shown(self) -> str:
        """The unit beside the value; what is absent, a share or words need none."""
        bare = self.value is None or isinstance(self.value, Share | Verdict)
        return "" if bare else str(self.unit)

    @property
    def table(self) -> Breakdown | None:
        """The table of a breakdown, None for a single figure."""
        return self.value if isinstance(self.value, Breakdown) else None


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section of the report."""

    number: int
    words: Words
    figures: tuple[FigureView, ...]
    charts: tuple[Chart, ...] = ()

    @property
    def single(self) -> tuple[FigureView, ...]:
        """Figures that print on one line."""
        return tuple(figure for figure in self.figures if figure.table is None)

    @property
    def tables(self) -> tuple[FigureView, ...]:
        """Figures that print as a table."""
        return tuple(figure for figure in self.figures if figure.table is not None)


@dataclass(frozen=True, slots=True)
class Report:
    """A night's report: what was frozen, or what a draft says now."""

    content: Mapping[str, Any]
    sections: tuple[SectionView, ...]

    @property
    def incident(self) -> Words:
        """The incident's name."""
        said = self.content["incident"]
        return Words(said["zh"], said["en"])

    @property
    def bottom_line(self) -> list[Words]:
        """The five sentences."""
        return [Words(**said) for said in self.content["bottom_line"]]

    @property
    def agenda(self) -> list[AgendaFact]:
        """Tonight's agenda."""
        return [agenda_fact(said) for said in self.content["agenda"]]

    @property
    def problems(self) -> list[AgendaFact]:
        """Tonight's problems: the agenda without its fixed items."""
        return [fact for fact in self.agenda if fact.kind not in PINNED]

    @property
    def missing_units(self) -> list[Mapping[str, Any]]:
        """Counties without a valid submission."""
        units = self.content["completeness"]["units"]
        return [unit for unit in units if unit["how"] != "submitted"]

    @property
    def missing_names(self) -> list[Words]:
        """Names of those counties."""
        return [Words(unit["zh"], unit["en"]) for unit in self.missing_units]

    @property
    def objectives(self) -> list[tuple[Words, Words, str]]:
        """What tomorrow's plan starts from: objective, measure, deadline."""
        return objectives_in(self.content)

    @property
    def revisions(self) -> list[tuple[Words, Mapping[str, Any]]]:
        """Late and corrected inputs that this report lists, with their names."""
        return [(Words(one["zh"], one["en"]), one) for one in self.content["revisions"]]

    @property
    def late(self) -> list[tuple[Words, str, str, str]]:
        """What arrived after the cut-off of its own night: words, number, observed, received."""
        return [
            (
                Words(one["zh"], one["en"]),
                one["subject"],
                stamp(datetime.fromisoformat(one["observed"])),
                stamp(datetime.fromisoformat(one["received"])),
            )
            for one in self.content["late"]
        ]

    @property
    def sources(self) -> list[str]:
        """Where the published counts come from."""
        return list(self.content["sources"])

    @property
    def quality(self) -> list[Words]:
        """What is wrong with the night's data."""
        return [Words(**said) for said in self.content["quality"]]

    def chart(self, code: str) -> Chart | None:
        """Return a chart by its code."""
        found = (one for section in self.sections for one in section.charts if one.code == code)
        return next(found, None)

    def figure(self, code: str) -> FigureView | None:
        """Return a figure by its code."""
        found = (one for section in self.sections for one in section.figures if one.code == code)
        return next(found, None)


def objectives_in(content: Mapping[str, Any]) -> list[tuple[Words, Words, str]]:
    """Return the objectives of a report or a plan: words, measure, deadline as printed."""
    return [
        (Words(**one["words"]), Words(**one["measure"]), stamp(datetime.fromisoformat(one["due"])))
        for one in content["objectives"]
    ]


def report_of(content: Mapping[str, Any]) -> Report:
    """Return the sections of a report's content in order."""
    figures = [_figure(said) for said in content["figures"]]
    # A snapshot of an earlier version holds no charts.
    charts = [(said["section"], chart_of(said)) for said in content.get("charts", ())]
    return Report(content, tuple(_sections(figures, charts)))


def _sections(
    figures: Sequence[FigureView], charts: Sequence[tuple[int, Chart]]
) -> list[SectionView]:
    found = []
    for number, words in enumerate(SECTION_TITLES):
        own = tuple(figure for figure in figures if figure.section == number)
        if own or number in ALWAYS:
            drawn = tuple(chart for section, chart in charts if section == number)
            found.append(SectionView(number, words, own, drawn))
    return found


def _figure(said: Mapping[str, Any]) -> FigureView:
    return FigureView(
        code=said["code"],
        section=said["section"],
        words=Words(said["zh"], said["en"]),
        value=from_json(said["value"]),
        target=Target(said["target"]),
        missed=bool(said["missed"]),
        broken=bool(said["broken"]),
        counts=Words(**said["counts"]),
        over=Words(**said["over"]) if said["over"] else None,
        unit=Words(**said["unit"]),
        clause=said["clause"],
    )
