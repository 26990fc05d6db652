"""When a backup was last made here: a note beside the database, not a part of the record."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

NOTE = "last-backup.json"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The last backup: when, into which file, how many entries of the ledger."""

    at: datetime
    file: str
    entries: int

    def hours(self, now: datetime) -> int:
        """Return the whole hours since."""
        return max(0, int((now - self.at).total_seconds()) // 3600)


def note_backup(data: Path, made: LastBackup) -> None:
    """Keep when a backup was made; one that cannot be noted is a backup all the same."""
    said = {"at": made.at.isoformat(), "file": made.file, "entries": made.entries}
    partial = data / f"{NOTE}.{os.getpid()}"
    try:
        partial.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        partial.replace(data / NOTE)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def last_backup(data: Path) -> LastBackup | None:
    """Return the last backup made here, None when none was or the note is lost."""
    try:
        said = json.loads((data / NOTE).read_text("utf-8"))
        return LastBackup(datetime.fromisoformat(said["at"]), said["file"], said["entries"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
