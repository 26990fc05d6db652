"""The weekly restore drill: the clock proves by itself that the city could come back.

It runs as a process of its own, `bihuan restore --drill`, so no minute waits for it; the ledger
says what came of it, and the log does.
"""

import subprocess
from datetime import datetime, time, timedelta
from pathlib import Path

import structlog

from bihuan.features.review.api import copies
from bihuan.features.territory.api import root
from bihuan.platform.clock.incident import LOCAL
from bihuan.site.environment import Installation
from bihuan.site.installation.own_program import begun, ended

log = structlog.get_logger("bihuan.drill")
WEEK, PATIENCE = timedelta(days=7), timedelta(days=8)
# While few people work; a machine that is never on then does it when it is.
NIGHT = (time(2), time(5))
# One that could not even be recorded is not begun again at once.
PAUSE = timedelta(hours=20)


def due(wall: datetime, last: datetime | None, begun: datetime | None) -> bool:
    """Tell whether a drill is to begin.

    Parameters
    ----------
    wall
        Now.
    last
        When the last one was recorded, whatever came of it.
    begun
        When this process last began one.
    """
    if begun is not None and wall - begun < PAUSE:
        return False
    night = NIGHT[0] <= wall.astimezone(LOCAL).time() < NIGHT[1]
    if last is None:
        return night
    return wall - last >= (WEEK if night else PATIENCE)


class RestoreDrill:
    """Begins the drill of an installation when it is due; asked every minute."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._begun: datetime | None = None
        self._running: subprocess.Popen[str] | None = None

    def __call__(self, wall: datetime) -> None:
        """Look after the drill that runs, or begin one that is due."""
        if self._running is not None:
            self._look(self._running)
        elif self._wanted() and due(wall, self._last(wall), self._begun):
            self._begin(wall)

    def _wanted(self) -> bool:
        said = self._installation
        return said.restore_drill and not said.demo and root() is not None

    def _last(self, wall: datetime) -> datetime | None:
        kept = copies(wall)
        return max((one.at for one in (kept.proven, kept.failed) if one), default=None)

    def _begin(self, wall: datetime) -> None:
        self._begun = wall
        words: list[str] = []
        if self._installation.backups:
            newest = newest_in(Path(self._installation.backups))
            if newest is None:
                log.error("no backup to prove", folder=self._installation.backups)
                return
            words = [str(newest)]
        log.info("restore drill begins", file=words[0] if words else "made now")
        self._running = begun("restore", *words, "--drill", data=self._installation.data)

    def _look(self, running: "subprocess.Popen[str]") -> None:
        end = ended(running)
        if end is None:
            return
        status, said = end
        self._running = None
        if status:
            log.error("restore drill failed", status=status, said=said)
        else:
            log.info("restore drill passed", said=said)


def newest_in(folder: Path) -> Path | None:
    """Return the backup in a folder that was written last."""
    found = [path for path in folder.glob("*.tar.gz") if path.is_file()]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)
