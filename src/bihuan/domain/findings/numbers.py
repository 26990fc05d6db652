"""How numbers are written: JB-2026-0213, 临疫防督〔2026〕12号, DB-2026-0041; drills marked 演练."""

from bihuan.domain.findings.step import SeriesCode

_DRILL_MARK = "演练"
_LEDGER_DIGITS = 4


def ledger_label(year: int, number: int, *, drill: bool, code: str = SeriesCode.LEDGER) -> str:
    """Return a ledger number (JB) or supervision number (DB) as it is printed and searched."""
    mark = f"{_DRILL_MARK}-" if drill else ""
    return f"{mark}{code}-{year}-{number:0{_LEDGER_DIGITS}d}"


def document_label(prefix: str, year: int, number: int, *, drill: bool) -> str:
    """Return a document number in the official form: no leading zero, hexagonal brackets.

    Parameters
    ----------
    prefix
        The office's document mark, e.g. 临疫防督: data of the city.
    """
    mark = f"（{_DRILL_MARK}）" if drill else ""
    return f"{mark}{prefix}〔{year}〕{number}号"


def series_name(code: SeriesCode, *, drill: bool) -> str:
    """Return the name under which a series counts; drills never share a live one."""
    return f"drill:{code.value}" if drill else code.value
