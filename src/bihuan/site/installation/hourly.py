"""The hourly backup: with a folder for them, at most an hour of work can be lost with the disk.

It runs as a process of its own, `bihuan backup`, so no minute waits for it. Of its own files the
newest of 48 hours and one of each of 35 days are kept; files of other names are nobody's here.
"""

import re
import subprocess
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bihuan.platform.clock.incident import LOCAL
from bihuan.site.environment import Installation
from bihuan.site.installation.last_backup import last_backup
from bihuan.site.installation.own_program import begun, ended

log = structlog.get_logger("bihuan.backup")
# A little before the hour is over: the minute of the clock and the copying itself count too.
EVERY = timedelta(minutes=55)
# One that failed is not begun again at once.
PAUSE = timedelta(minutes=10)
HOURS, DAYS = 48, 35
PART = ".part"
_OURS = re.compile(r"^bihuan-(\d{8})T\d{6}\.tar\.gz$")


def due(wall: datetime, last: datetime | None, begun: datetime | None) -> bool:
    """Tell whether a backup is to begin; times ahead of now are a clock's that was set back.

    Parameters
    ----------
    wall
        Now.
    last
        When the last one was made.
    begun
        When this process last began one.
    """
    if begun is not None and timedelta(0) <= wall - begun < PAUSE:
        return False
    return last is None or not timedelta(0) <= wall - last < EVERY


def surplus(names: Iterable[str]) -> list[str]:
    """Return which of these files are not kept: older than the newest 48 and no day's last."""
    ours = sorted((name for name in names if _OURS.match(name)), reverse=True)
    days: dict[str, str] = {}
    for name in ours:
        days.setdefault(name[7:15], name)
    kept = {*ours[:HOURS], *[*days.values()][:DAYS]}
    return [name for name in ours if name not in kept]


def cut_off(names: Iterable[str]) -> list[str]:
    """Return what is left of backups whose process was killed."""
    return [name for name in names if name.endswith(PART) and _OURS.match(name[: -len(PART)])]


class HourlyBackup:
    """Begins the backup of an installation when it is due; asked every minute."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._folder = Path(installation.backups)
        self._begun: datetime | None = None
        self._running: subprocess.Popen[str] | None = None

    def __call__(self, wall: datetime) -> None:
        """Look after the backup that runs, or begin one that is due."""
        if self._running is not None:
            self._look(self._running)
        elif self._wanted() and due(wall, self._last(), self._begun):
            self._begin(wall)

    def _wanted(self) -> bool:
        said = self._installation
        return bool(said.backups) and said.hourly_backup and not said.demo

    def _last(self) -> datetime | None:
        made = last_backup(self._installation.data)
        return None if made is None else made.at

    def _begin(self, wall: datetime) -> None:
        self._begun = wall
        file = self._folder / f"bihuan-{wall.astimezone(LOCAL):%Y%m%dT%H%M%S}.tar.gz"
        self._running = begun("backup", str(file), data=self._installation.data)

    def _look(self, running: "subprocess.Popen[str]") -> None:
        end = ended(running)
        if end is None:
            return
        status, said = end
        self._running = None
        if status:
            log.error("hourly backup failed", status=status, said=said)
            return
        names = [path.name for path in self._folder.iterdir() if path.is_file()]
        dropped = [*surplus(names), *cut_off(names)]
        for name in dropped:
            (self._folder / name).unlink()
        log.info("hourly backup made", said=said, dropped=len(dropped))
