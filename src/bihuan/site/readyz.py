"""Readiness of the installation: what a watcher should ask every minute."""

import shutil
import sqlite3
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from bihuan.features.review.api import copies
from bihuan.platform.auth.access import public
from bihuan.platform.auth.connections import client_address
from bihuan.platform.clock import ticking
from bihuan.platform.db.dialects import Session
from bihuan.platform.jobs.leases import last_seen
from bihuan.platform.jobs.loops import CLOCK, WORKER
from bihuan.platform.ledger.recorded import recorded
from bihuan.site.healthz import LOOPBACK
from bihuan.site.installation.last_backup import last_backup
from bihuan.site.installation.safety import CLOCKS_DIFFER, PROOF_DAYS, backup_hours

SILENT = timedelta(minutes=3)
MEGABYTE = 2**20
LEAST_FREE, LOW_FREE = 100 * MEGABYTE, 500 * MEGABYTE


@public
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 while work can be recorded, 503 when not; what to look at only for loopback."""
    session, wall = Session(), ticking()
    details = _details(session, wall)
    writes = details["disk_free_megabytes"] * MEGABYTE >= LEAST_FREE and _takes_the_pen(session)
    worries = _worries(details)
    said: dict[str, Any] = {"status": "ready" if writes else "not ready"}
    if writes and worries:
        said["status"] = "degraded"
    if client_address(request) in LOOPBACK:
        said |= {"look_at": worries, **details}
    return JsonResponse(said, status=HTTPStatus.OK if writes else HTTPStatus.SERVICE_UNAVAILABLE)


def _takes_the_pen(session: Session) -> bool:
    """Tell whether the write lock can be had; nothing is written, so asking wears nothing out."""
    try:
        with session.commit():
            session.run("UPDATE job_lease SET seen=seen WHERE name=?", ("readyz",))
    except sqlite3.OperationalError:
        return False
    return True


def _details(session: Session, wall: datetime) -> dict[str, Any]:
    last = recorded(session)
    seen = {name: last_seen(session, name) for name in (WORKER, CLOCK)}
    ages = {
        f"{name}_silent_seconds": None if at is None else int((wall - at).total_seconds())
        for name, at in seen.items()
    }
    at = max(wall, last)
    kept, made = copies(at), last_backup(settings.DATA_DIR)
    drills = [one.at for one in (kept.proven, kept.failed) if one]
    return {
        "disk_free_megabytes": shutil.disk_usage(settings.DATA_DIR).free // MEGABYTE,
        **ages,
        "ledger_age_seconds": int((wall - last).total_seconds()),
        "last_backup_at": None if made is None else made.at.isoformat(),
        "hours_since_backup": None if made is None else made.hours(wall),
        "last_restore_drill_at": max(drills).isoformat() if drills else None,
        "days_since_proven_restore": kept.days(at),
        "last_restore_drill_failed": kept.last_failed,
        "sqlite": sqlite3.sqlite_version,
    }


def _worries(details: dict[str, Any]) -> list[str]:
    days = details["days_since_proven_restore"]
    silent = SILENT.total_seconds()
    found = {
        "disk": details["disk_free_megabytes"] * MEGABYTE < LOW_FREE,
        **{
            name: (age := details[f"{name}_silent_seconds"]) is None or age > silent
            for name in (WORKER, CLOCK)
        },
        "backup": (hours := details["hours_since_backup"]) is None or hours > backup_hours(),
        "clock_behind_record": details["ledger_age_seconds"] < -CLOCKS_DIFFER.total_seconds(),
        "restore": days is None or days > PROOF_DAYS or details["last_restore_drill_failed"],
    }
    return [name for name, bad in found.items() if bad]
