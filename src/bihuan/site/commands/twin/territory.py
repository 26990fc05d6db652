"""The communities the twin runs on: the register and residents that ship, or a file."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np

from bihuan.science.twin.city import COUNTY, ZoneTable
from bihuan.science.twin.zones import LEAST, spread_residents
from bihuan.site.commands.twin.sentences import ToldError, reason
from bihuan.site.installation.faults import in_words

DATA = Path(__file__).parents[2] / "demo" / "data"
REGISTER = DATA / "linfen_zones.csv"
RESIDENTS = DATA / "linfen_population.csv"
SEED = 1
LONGEST_NUMBER = 15


def territory(register: Path | None, population: Path | None, residents: int) -> ZoneTable:
    """Return the communities with residents; ``residents`` above 0 scales the city.

    Raises
    ------
    InputError
        When a file lacks a column, a figure is no number, or a community stands twice.
    """
    zones, people = register or REGISTER, population or RESIDENTS
    codes = [
        _whole(zones, line, code, "code")
        for line, code, level in _rows(zones, ("code", "level"))
        if level == "community"
    ]
    if not codes:
        raise ToldError("no_community", path=zones)
    if len(set(codes)) < len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        raise ToldError("community_twice", path=zones, community=twice)
    known = {
        _whole(people, line, code, "code"): _whole(people, line, n, "residents")
        for line, code, n in _rows(people, ("code", "residents"))
    }
    if residents:
        whole = sum(known.values())
        known = {code: max(1, n * residents // max(1, whole)) for code, n in known.items()}
        if known:
            known[max(known, key=lambda c: known[c])] += residents - sum(known.values())
    _check_counties(people, codes, known)
    return spread_residents(np.array(codes, dtype=np.int64), known, SEED)


def _check_counties(path: Path, codes: list[int], residents: dict[int, int]) -> None:
    """Refuse a county without residents, or with too few for its communities."""
    for county, communities in sorted(Counter(code // COUNTY * COUNTY for code in codes).items()):
        if county not in residents:
            raise ToldError("county_unknown", path=path, county=county)
        if residents[county] < LEAST * communities:
            said = {"county": county, "communities": communities, "least": LEAST}
            raise ToldError("county_too_small", path=path, got=residents[county], **said)


def _whole(path: Path, line: int, text: str | None, column: str) -> int:
    """Return a cell as a whole number that a code or a count of people can be."""
    written = (text or "").strip()
    if not (written.isascii() and written.isdigit() and len(written) <= LONGEST_NUMBER):
        said = {"path": path, "line": line, "column": column, "got": repr(written[:30])}
        raise ToldError("whole_number", **said)
    return int(written)


def _rows(path: Path, columns: tuple[str, str]) -> list[tuple[int, str, str]]:
    """Return of every row its line and two columns; a cell that is not there is empty."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise ToldError("column_missing", path=path, missing=", ".join(missing))
            return [(reader.line_num, row[columns[0]], row[columns[1]]) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as damage:
        raise ToldError("not_readable", path=path, reason=_reason(damage)) from damage


def _reason(damage: OSError | UnicodeDecodeError | csv.Error) -> tuple[str, str]:
    """Return why a file cannot be read, in both languages."""
    if isinstance(damage, FileNotFoundError):
        return reason("no_file")
    if isinstance(damage, OSError):
        return in_words(damage)
    return reason("not_utf8" if isinstance(damage, UnicodeDecodeError) else "not_csv")
