"""Files between dry run and import: kept for a day under their fingerprint."""

import os
import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from bihuan.domain.registers.cells import ON_PERSONS, RowProblem
from bihuan.platform.clock import now

_FINGERPRINT = re.compile(r"^[0-9a-f]{64}$")
KEPT_SECONDS = 24 * 3600


def keep(content: bytes) -> str:
    """Keep a file and return its fingerprint; files older than a day go."""
    folder = _folder()
    _sweep(folder)
    fingerprint = sha256(content).hexdigest()
    place = folder / fingerprint
    if not place.exists():
        partial = folder / f"{fingerprint}.{os.getpid()}"
        partial.write_bytes(content)
        partial.replace(place)
    return fingerprint


def keep_tried(content: bytes, problems: Iterable[RowProblem]) -> str:
    """Keep a file that was tried, to be sent back or entered; one on persons leaves no copy."""
    about_persons = any(one.code == ON_PERSONS for one in problems)
    return "" if about_persons else keep(content)


def fetch(fingerprint: str) -> bytes | None:
    """Return a kept file, or None when it is unknown or gone."""
    if not _FINGERPRINT.match(fingerprint):
        return None
    place = _folder() / fingerprint
    return place.read_bytes() if place.is_file() else None


def kept_files() -> list[str]:
    """Return the fingerprints of the kept files, the last one first."""
    found = [place for place in _folder().iterdir() if _FINGERPRINT.match(place.name)]
    return [place.name for place in sorted(found, key=lambda one: -one.stat().st_mtime)]


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _sweep(folder: Path) -> None:
    oldest = now().timestamp() - KEPT_SECONDS
    for place in folder.iterdir():
        if place.is_file() and place.stat().st_mtime < oldest:
            place.unlink(missing_ok=True)
