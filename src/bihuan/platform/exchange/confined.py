"""Reads a file from outside in a process of its own, with bounded memory and time.

A workbook of a few kilobytes can ask for more memory than the machine has (one cell in the first
corner of a sheet, one in the last), and what the library then does ends its process. A CSV file
of nothing but commas asks for thirty times its weight. That must not be the process that serves
everybody.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import structlog

import bihuan
from bihuan.domain.refusals import Refusal
from bihuan.platform.exchange.apart import CPU_SECONDS, MEGABYTES
from bihuan.platform.exchange.sheets import Sheet, sheet_of
from bihuan.platform.exchange.workbooks import Table

# A busy machine gives a process less than a second of processor each second.
PATIENCE = 3 * CPU_SECONDS
SAID = 500
# This very program's modules, wherever the interpreter would look by itself.
SOURCE = Path(bihuan.__file__).parents[1]
MODULE = "bihuan.platform.exchange.apart"
log = structlog.get_logger("bihuan.exchange")


def sheets_of(content: bytes, name: str) -> list[Sheet] | Refusal:
    """Return the tables of a file, the only one of a CSV file as ``name``.

    A file that costs too much is refused.
    """
    try:
        ran = subprocess.run(  # noqa: S603  (our own module)
            [sys.executable, "-m", MODULE], input=content, capture_output=True, check=False,
            timeout=PATIENCE, env={**os.environ, "PYTHONPATH": str(SOURCE)},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return _too_costly()
    if ran.returncode:
        last = ran.stderr.decode("utf-8", "replace")[-SAID:]
        log.warning("a file was given up", status=ran.returncode, said=last)
        return _too_costly()
    sheets = []
    for said, rows in _tables(ran.stdout.splitlines()):
        sheet = sheet_of(said or name, rows)
        if isinstance(sheet, Refusal):
            return sheet
        sheets.append(sheet)
    return _refusal(ran.stdout) or sheets


def _too_costly() -> Refusal:
    return Refusal("file_too_costly", {"megabytes": MEGABYTES, "seconds": CPU_SECONDS})


def _tables(lines: Sequence[bytes]) -> list[Table]:
    """Read what the other process wrote: a sheet's name, then its rows, a line for each."""
    tables: list[Table] = []
    for line in lines:
        said = json.loads(line)
        if isinstance(said, str):
            tables.append((said, []))
        elif isinstance(said, list):
            tables[-1][1].append(said)
    return tables


def _refusal(said: bytes) -> Refusal | None:
    last = json.loads(said.splitlines()[-1]) if said else None
    return Refusal(last["code"], last["params"]) if isinstance(last, dict) else None
