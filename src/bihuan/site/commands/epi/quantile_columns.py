"""Quantile columns: ``q`` and the level in thousandths, ``q010`` to ``q990``."""

import re

import numpy as np

from bihuan.science.provenance import FloatArray
from bihuan.science.scores import HUB_LEVELS
from bihuan.site.commands.epi.files import Row, Table

_NAME = re.compile(r"q([0-9]{3})")
_MEANT = re.compile(r"[qQ][0-9.]+")


def name_of(level: float) -> str:
    """Return the column of a level."""
    return f"q{round(1000 * level):03d}"


HUB_COLUMNS = tuple(name_of(level) for level in HUB_LEVELS)


def quantile_columns(table: Table) -> tuple[tuple[str, ...], FloatArray]:
    """Return the quantile columns of a table by rising level, and the levels."""
    found = sorted(name for name in table.columns if _NAME.fullmatch(name))
    odd = [name for name in table.columns if _MEANT.fullmatch(name) and name not in found]
    if odd or "q000" in found:
        raise table.complain("no_level", name=(odd or found)[0])
    if not found:
        raise table.complain("no_quantile")
    return tuple(found), np.array([int(name[1:]) / 1000 for name in found])


def quantiles_of(row: Row, names: tuple[str, ...]) -> FloatArray:
    """Return the quantiles of a row: all given and rising, or all empty (``nan``)."""
    values = np.array([row.number_of(name) for name in names])
    empty = np.isnan(values)
    if empty.any() and not empty.all():
        name = names[int(np.flatnonzero(empty)[0])]
        raise row.complain("quantile_empty", name=name)
    falls = np.flatnonzero(np.diff(values) < 0.0)
    if falls.size:
        low, high = names[int(falls[0])], names[int(falls[0]) + 1]
        raise row.complain("quantiles_fall", high=high, low=low)
    return values
