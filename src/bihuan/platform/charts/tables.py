"""The table beside a chart: the same figures, readable without eyes for colour."""

from bihuan.platform.charts.values import Chart, Drawn, Series

SPANS = (Drawn.BAND, Drawn.TOLD)


def table_of(chart: Chart, language: str) -> tuple[list[str], list[list[str]]]:
    """Return header and rows: a row for each label, newest last; "—" where nothing is known."""
    head = [""]
    for one in chart.series:
        words = one.words.said(language)
        head += [f"{words} ↓", f"{words} ↑"] if one.drawn in SPANS else [words]
    rows = []
    for place, label in enumerate(chart.labels):
        row = [label]
        for one in chart.series:
            row.append(_cell(one, one.values[place], chart.places))
            if one.drawn in SPANS:
                row.append(number_text(one.high[place], chart.places))
        rows.append(row)
    return head, rows


def _cell(one: Series, units: int | None, places: int) -> str:
    """Return a value of a series: people are counted whole, also beside a mean of them."""
    if one.people and units is not None and units % 10**places == 0:
        return number_text(units // 10**places, 0)
    return number_text(units, places)


def number_text(units: int | None, places: int) -> str:
    """Return a value as printed."""
    if units is None:
        return "—"
    whole, rest = divmod(abs(units), 10**places)
    sign = "−" if units < 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:0{places}d}" if places else "")
