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
    whole = [_whole(one, chart.places) for one in chart.series]
    for place, label in enumerate(chart.labels):
        row = [label]
        for one, counts in zip(chart.series, whole, strict=True):
            ends = (one.values, one.high) if one.drawn in SPANS else (one.values,)
            row += [_cell(end[place], chart.places, whole=counts) for end in ends]
        rows.append(row)
    return head, rows


def _whole(one: Series, places: int) -> bool:
    """Tell whether a series counts whole people, also beside a mean of them."""
    known = [units for units in (*one.values, *one.high) if units is not None]
    return places == 1 and all(units % 10 == 0 for units in known)


def _cell(units: int | None, places: int, *, whole: bool) -> str:
    if whole and units is not None:
        return number_text(units // 10**places, 0)
    return number_text(units, places)


def number_text(units: int | None, places: int) -> str:
    """Return a value as printed."""
    if units is None:
        return "—"
    whole, rest = divmod(abs(units), 10**places)
    sign = "−" if units < 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:0{places}d}" if places else "")
