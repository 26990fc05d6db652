"""Partial results on disk: a killed ensemble goes on where it stopped, with the same figures."""

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import numpy as np

import bihuan
from bihuan.science.twin.ensemble import Outcome, Task
from bihuan.site.commands.twin.scenario_files import InputError

ARRAYS = ("infected", "found_community", "beds", "by_zone")


def digest_of(task: Task) -> str:
    """Return a digest of everything that decides the figures."""
    h = sha256(bihuan.__version__.encode())
    h.update(task.zones.code.tobytes())
    h.update(task.zones.residents.tobytes())
    h.update(repr((task.low, task.high, task.plans, task.seed)).encode())
    return h.hexdigest()


class Keeping:
    """The folder in which finished replicates are kept."""

    def __init__(self, folder: Path, task: Task):
        self.folder = folder / "partial"
        self.folder.mkdir(parents=True, exist_ok=True)
        mark = self.folder / "task"
        digest = digest_of(task)
        if mark.exists() and mark.read_text("utf-8") != digest:
            raise InputError(
                f"{folder}: holds results of another scenario, seed or version; take another folder"
            )
        mark.write_text(digest, "utf-8")

    def keep(self, number: int, outcomes: tuple[Outcome, ...]) -> None:
        """Write a finished replicate: whole or not at all."""
        rows = [_plain(o) for o in outcomes]
        whole = self.folder / f"{number:06d}.json"
        part = whole.with_suffix(".part")
        part.write_text(json.dumps(rows), "utf-8")
        part.replace(whole)

    def kept(self, replicates: list[int]) -> dict[int, tuple[Outcome, ...]]:
        """Return the finished replicates among those wanted; a damaged file counts as not there."""
        out = {}
        for number in replicates:
            path = self.folder / f"{number:06d}.json"
            try:
                out[number] = tuple(_outcome(r) for r in json.loads(path.read_text("utf-8")))
            except (OSError, ValueError, KeyError, TypeError):
                continue
        return out


def _plain(outcome: Outcome) -> dict[str, object]:
    row = asdict(outcome)
    return row | {name: row[name].tolist() for name in ARRAYS}


def _outcome(row: dict[str, object]) -> Outcome:
    arrays = {name: np.array(row[name], dtype=np.int64) for name in ARRAYS}
    return Outcome(**{**row, **arrays})  # type: ignore[arg-type]  # what _plain wrote
