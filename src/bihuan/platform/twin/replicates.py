"""Finished replicates as text: whole numbers and the drawn inputs, exactly."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict
from typing import Any
from zlib import compress, decompress
from zlib import error as NotPackedError  # noqa: N812 - as errors are called here

import numpy as np

from bihuan.science.twin.ensemble import Outcome
from bihuan.science.twin.layout import U32

ARRAYS = ("infected", "found_community", "beds")
DAILY = "zones_by_day"


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
    return row | {name: row[name].tolist() for name in ARRAYS} | {DAILY: _packed(row[DAILY])}


def _outcome(row: dict[str, Any]) -> Outcome:
    arrays = {name: np.array(row[name], dtype=np.int64) for name in ARRAYS}
    return Outcome(**{**row, **arrays, DAILY: _unpacked(row[DAILY])})


def _packed(table: U32) -> dict[str, object]:
    """Return a table that is mostly zeros as text: a thousandth of the digits it would take."""
    raw = np.ascontiguousarray(table, dtype="<u4").tobytes()
    return {"shape": list(table.shape), "zlib": b64encode(compress(raw)).decode("ascii")}


def _unpacked(packed: dict[str, Any]) -> U32:
    try:
        raw = decompress(b64decode(packed["zlib"], validate=True))
    except NotPackedError as broken:
        raise ValueError("Expected a packed table.") from broken
    return np.frombuffer(raw, dtype="<u4").reshape(packed["shape"]).astype(np.uint32)
