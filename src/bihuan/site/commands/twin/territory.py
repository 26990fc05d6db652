"""The communities the twin runs on: the register and residents that ship, or a file."""

import csv
from pathlib import Path

import numpy as np

from bihuan.science.twin.city import ZoneTable
from bihuan.science.twin.zones import spread_residents
from bihuan.site.commands.twin.scenario_files import InputError

DATA = Path(__file__).parents[2] / "demo" / "data"
REGISTER = DATA / "linfen_zones.csv"
RESIDENTS = DATA / "linfen_population.csv"
SEED = 1


def territory(register: Path | None, population: Path | None, residents: int) -> ZoneTable:
    """Return the communities with residents; ``residents`` above 0 scales the city.

    Raises
    ------
    InputError
        When a file lacks a column, or a figure is no number.
    """
    codes = [
        code
        for code, level in _rows(register or REGISTER, ("code", "level"))
        if level == "community"
    ]
    counties = dict(_rows(population or RESIDENTS, ("code", "residents")))
    try:
        known = {int(code): int(n) for code, n in counties.items()}
        if residents:
            whole = sum(known.values())
            known = {code: max(1, n * residents // whole) for code, n in known.items()}
            known[max(known, key=lambda c: known[c])] += residents - sum(known.values())
        return spread_residents(np.array([int(c) for c in codes], dtype=np.int64), known, SEED)
    except ValueError as damage:
        raise InputError(f"{population or RESIDENTS}: {damage}") from damage


def _rows(path: Path, columns: tuple[str, str]) -> list[tuple[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise InputError(f"{path}:1: expected the column {', '.join(missing)}")
            return [(row[columns[0]], row[columns[1]]) for row in reader]
    except (OSError, UnicodeDecodeError) as damage:
        raise InputError(f"{path}: not readable: {damage}") from damage
