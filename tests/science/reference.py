"""Reading of the reference files of the science tests."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[1] / "data" / "science"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def column(records, name: str):
    return np.array([float(r[name]) if r[name] else np.nan for r in records])


def by(records, *keys: str):
    groups = defaultdict(list)
    for record in records:
        groups[tuple(record[key] for key in keys)].append(record)
    return dict(groups)


def relative(found, wanted) -> float:
    found, wanted = np.asarray(found, float), np.asarray(wanted, float)
    return float(np.max(np.abs(found / wanted - 1.0)))
