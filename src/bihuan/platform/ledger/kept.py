"""Costly answers kept in files beside the database, each with how far the ledger had come.

Nobody waits for a lock to keep one; another process and a restart find it; a lost or spoilt one
is only worked out again.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from bihuan.platform.clock import now
from bihuan.platform.ledger.marks import Mark

log = structlog.get_logger("bihuan.ledger")
LONGEST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as JSON reads it, when it was worked out on the wall's clock, and its mark."""

    said: Any
    at: datetime
    mark: Mark


def keep(name: str, kept: Kept) -> None:
    """Keep an answer under a name; those older than two days go. A full disk only costs time."""
    said = {
        "at": kept.at.isoformat(),
        "heads": [(chain, n, link.hex()) for chain, (n, link) in kept.mark.heads.items()],
        "said": kept.said,
    }
    place = _place(name)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _sweep(place.parent)
        partial = place.with_suffix(f".{os.getpid()}")
        partial.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        partial.replace(place)
    except OSError as fault:
        log.warning("an answer could not be kept", name=name, error=str(fault))


def kept_under(name: str) -> Kept | None:
    """Return the answer kept under a name."""
    try:
        said = json.loads(_place(name).read_bytes())
        heads = {chain: (n, bytes.fromhex(link)) for chain, n, link in said["heads"]}
        return Kept(said["said"], datetime.fromisoformat(said["at"]), Mark(heads))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _sweep(folder: Path) -> None:
    oldest = (now() - LONGEST).timestamp()
    for place in folder.iterdir():
        if place.stat().st_mtime < oldest:
            place.unlink(missing_ok=True)


def _place(name: str) -> Path:
    return Path(settings.DATA_DIR) / "kept" / f"{name}.json"
