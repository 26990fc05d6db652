"""The review pack and the minutes as documents for paper: filled from what is frozen."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from bihuan.features.review.selectors.sections import (
    ANNEX,
    DECIDED,
    EPIDEMIOLOGY,
    PLAN,
    PROBLEMS,
    FigureView,
    Report,
    SectionView,
)
from bihuan.platform.charts import Chart
from bihuan.platform.charts.drawings import drawing
from bihuan.platform.charts.svg import NoDrawingError
from bihuan.platform.figures import AgendaFact, Words
from bihuan.platform.i18n.dates import date_text, stamp
from bihuan.platform.ui.print.pack import (
    Block,
    Figures,
    NamedFigure,
    PackDocument,
    PackSection,
    Paragraph,
    Table,
)
from bihuan.platform.ui.print.pack import Chart as PrintedChart
from bihuan.platform.ui.print.values import Occasion, Origin

NAMED = 11


def pack_document(
    report: Report, *, sha256: str, label: str, language: str, origin: Origin, link: str = ""
) -> PackDocument:
    """Return the review pack of a frozen night in one language (``zh`` or ``en``)."""
    with override("zh-hans" if language == "zh" else "en"):
        said = report.content
        return PackDocument(
            title=(_("Nightly review of %(day)s") % {"day": _day(said)},),
            link=link,
            occasion=_occasion(said),
            origin=origin,
            subtitle=str(report.incident),
            language=language,
            facts=_cover(report, label),
            fingerprint=(_("SHA-256 of the frozen figures"), sha256),
            bottom_line=tuple(str(words) for words in report.bottom_line),
            sections=tuple(_section(section, report) for section in report.sections[2:]),
            foot=f"{label} · {sha256[:12]}",
            page_of=_("Page {page} of {pages}"),
        )


def _day(said: Mapping[str, Any]) -> str:
    return date_text(date.fromisoformat(said["day"]))


def _occasion(said: Mapping[str, Any]) -> Occasion:
    return Occasion.DRILL if said["incident"]["drill"] else Occasion.LIVE


def _cover(report: Report, label: str) -> tuple[tuple[str, str], ...]:
    said = report.content
    window, whole = said["window"], said["completeness"]
    return (
        (_("Incident"), str(report.incident)),
        (_("Response level"), ("I", "II", "III", "IV")[said["incident"]["level"] - 1]),
        (_("Day"), str(said["incident"]["day_number"])),
        (_("Window"), f"{_at(window['since'])} – {_at(window['until'])}"),
        (_("Completeness"), f"{whole['n']}/{whole['of']}"),
        (_("Snapshot"), label),
    )


def _at(text: str) -> str:
    return stamp(datetime.fromisoformat(text))


def _section(section: SectionView, report: Report) -> PackSection:
    blocks: list[Block] = []
    if section.single:
        blocks.append(Figures(tuple(_named(figure) for figure in section.single)))
    blocks += [_table(figure) for figure in section.tables]
    blocks += [block for chart in section.charts for block in _chart(chart)]
    blocks += _written(section.number, report)
    if section.number == EPIDEMIOLOGY and report.sources:
        blocks.append(Paragraph(_("Source: %(sources)s") % {"sources": "；".join(report.sources)}))
    if not blocks:
        blocks.append(Paragraph(_("No feature reports figures for this section yet.")))
    return PackSection(str(section.number), str(section.words), tuple(blocks))


def _chart(chart: Chart) -> list[Block]:
    """Return a chart as it was frozen; without the drawing engine what it says stays."""
    language = get_language() or "zh-hans"
    summary = f"{chart.title.said(language)}: {chart.summary.said(language)}"
    try:
        return [PrintedChart(drawing(chart, language), summary)]
    except NoDrawingError:
        return [Paragraph(summary)]


def _named(figure: FigureView) -> NamedFigure:
    mark = _("must be 0") if figure.target.value == "zero" else ""
    if figure.target.value == "all":
        mark = _("must be all")
    missed = _("%(mark)s, missed") % {"mark": mark} if figure.missed else mark
    return NamedFigure(str(figure.words), f"{figure.text} {figure.unit_shown}".strip(), missed)


def _table(figure: FigureView) -> Table:
    found = figure.table
    columns = found.columns if found else ()
    rows = found.rows if found else ()
    return Table(
        head=(str(figure.words), *(str(words) for words in columns)),
        rows=tuple(
            (str(row.words), *("—" if n is None else f"{n:,}" for n in row.values)) for row in rows
        ),
        widths=(3.0, *(1.0 for _one in columns)),
        numeric=tuple(range(1, len(columns) + 1)),
    )


def _written(number: int, report: Report) -> list[Block]:
    ways = {DECIDED: _decided, PROBLEMS: _problems, PLAN: _plan, ANNEX: _annex}
    way = ways.get(number)
    return way(report) if way else []


def _decided(report: Report) -> list[Block]:
    rows = tuple(
        (f"D-{one['number']}", one["title"], _at(one["due"]), _nights(one))
        for one in report.content["decisions"]
    )  # fmt: skip
    head = (_("Number"), _("Decision"), _("Due"), _("Nights carried over"))
    return [Table(head, rows, (1.0, 4.0, 2.0, 1.4))] if rows else []


def _nights(one: Mapping[str, Any]) -> str:
    n = str(one["nights"])
    return _("%(n)s (red)") % {"n": n} if one["red"] else n


def _problems(report: Report) -> list[Block]:
    rows = tuple(
        (str(place), _numbered(fact), _facts(fact), _minutes(fact))
        for place, fact in enumerate(report.problems, start=1)
    )
    head = ("", _("Problem"), _("Facts"), pgettext("duration", "Minutes"))
    return [Table(head, rows, (0.5, 3.0, 4.0, 1.0))] if rows else [Paragraph(_("No problems."))]


def _numbered(fact: AgendaFact) -> str:
    """Return what it is, behind the number of the order it is about."""
    one_order = fact.link.endswith(f"/{fact.subject}")
    return f"{fact.subject} {fact.title}" if one_order else str(fact.title)


def _minutes(fact: AgendaFact) -> str:
    return str(fact.minutes)


def _facts(fact: AgendaFact) -> str:
    named = [f"{one.words} {one.value}" for one in fact.facts[:NAMED]]
    more = len(fact.facts) - NAMED
    if more > 0:
        named.append(_("%(n)s more, on the page and in the JSON") % {"n": more})
    said = "；".join(named)
    return f"{said}。{fact.help}" if fact.help else said


def _plan(report: Report) -> list[Block]:
    rows = tuple(
        (str(Words(**one["words"])), str(Words(**one["measure"])), _at(one["due"]))
        for one in report.content["objectives"]
    )
    head = (_("Objective"), _("Measured by"), _("Due"))
    nothing: list[Block] = [Paragraph(_("Objectives are set in the meeting."))]
    return [Table(head, rows, (4.0, 3.0, 2.0))] if rows else nothing


def _annex(report: Report) -> list[Block]:
    blocks: list[Block] = [Paragraph(str(words)) for words in report.quality]
    revised = tuple(
        (one["day"], str(Words(one["zh"], one["en"])),
         "—" if one["old"] is None else f"{one['old']:,}", f"{one['new']:,}", one["source"])
        for one in report.content["revisions"]
    )  # fmt: skip
    if revised:
        head = (_("Night"), _("Revision"), _("Before"), _("Now"), _("Source"))
        blocks.append(Table(head, revised, (1.4, 3.0, 1.0, 1.0, 3.0), numeric=(2, 3)))
    late = tuple((one[1], str(one[0]), one[2], one[3]) for one in report.late)
    if late:
        came = pgettext("late", "Received")
        titles = (_("Number"), _("Arrived late"), _("Observed"), came)
        blocks.append(Table(titles, late, (2.4, 4.0, 2.0, 2.0)))
    blocks.append(_definitions(report))
    return blocks


def _definitions(report: Report) -> Table:
    figures = [figure for section in report.sections for figure in section.figures]
    rows = tuple(
        (str(one.words), str(one.counts), "—" if one.over is None else str(one.over), str(one.unit))
        for one in figures
    )
    head = (
        pgettext("definition", "Figure"), _("Counts"), _("Over"), pgettext("definition", "Unit")
    )  # fmt: skip
    return Table(head, rows, (2.0, 4.0, 3.0, 1.4), caption=_("Definitions"))
