"""Finished replicates as text: whole numbers and the drawn inputs, exactly."""

import json
from dataclasses import asdict

import numpy as np

from bihuan.science.twin.ensemble import Outcome

ARRAYS = ("infected", "found_community", "beds", "by_zone")


def written(outcomes: tuple[Outcome, ...]) -> str:
    """Return a replicate's outcomes as JSON."""
    return json.dumps([_plain(one) for one in outcomes])


def read(text: str) -> tuple[Outcome, ...]:
    """Return the outcomes of a replicate.

    Raises
    ------
    ValueError, KeyError, TypeError
        When the text is not what :func:`written` gave.
    """
    return tuple(_outcome(row) for row in json.loads(text))


def _plain(outcome: Outcome) -> dict[str, object]:
    row = asdict(outcome)
    return row | {name: row[name].tolist() for name in ARRAYS}


def _outcome(row: dict[str, object]) -> Outcome:
    arrays = {name: np.array(row[name], dtype=np.int64) for name in ARRAYS}
    return Outcome(**{**row, **arrays})  # type: ignore[arg-type]  # what _plain wrote
