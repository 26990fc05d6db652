"""Partial results on disk: a killed ensemble goes on where it stopped, with the same figures."""

from os import getpid
from pathlib import Path

from bihuan.platform.twin.identity import digest_of
from bihuan.platform.twin.replicates import read, written
from bihuan.science.twin.ensemble import Outcome, Task
from bihuan.site.commands.twin.sentences import ToldError

PARTIAL = "partial"


class Keeping:
    """The folder in which finished replicates are kept."""

    def __init__(self, folder: Path, task: Task):
        self.folder = folder / PARTIAL
        self.folder.mkdir(parents=True, exist_ok=True)
        mark = self.folder / "task"
        digest = digest_of(task)
        if mark.exists() and mark.read_bytes() != digest.encode():
            raise ToldError("another_task", path=folder)
        self._write(mark, digest)

    def keep(self, number: int, outcomes: tuple[Outcome, ...]) -> None:
        """Write a finished replicate: whole or not at all."""
        self._write(self.folder / f"{number:06d}.json", written(outcomes))

    def _write(self, whole: Path, text: str) -> None:
        # Two processes may carry out one command; each replaces the file by its own whole copy.
        part = whole.with_suffix(f".{getpid()}.part")
        part.write_text(text, "utf-8")
        part.replace(whole)

    def kept(self, replicates: list[int]) -> dict[int, tuple[Outcome, ...]]:
        """Return the finished replicates among those wanted; a damaged file counts as not there."""
        out = {}
        for number in replicates:
            path = self.folder / f"{number:06d}.json"
            try:
                out[number] = read(path.read_text("utf-8"))
            except (OSError, ValueError, KeyError, TypeError):
                continue
        return out


def finished_in(folder: Path) -> int:
    """Return how many finished replicates a folder of answers keeps."""
    return sum(1 for _ in (folder / PARTIAL).glob("*.json"))
