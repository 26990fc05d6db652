"""Health of the process; details only for the machine itself."""

import sqlite3
from typing import Any

from django.http import HttpRequest, JsonResponse

from bihuan.platform.auth.access import public
from bihuan.platform.auth.connections import client_address
from bihuan.platform.db.dialects import Session

LOOPBACK = {"127.0.0.1", "::1", ""}


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database can be read."""
    Session().one("SELECT 1")
    details: dict[str, Any] = {"status": "ok"}
    if client_address(request) in LOOPBACK:
        details["sqlite"] = sqlite3.sqlite_version
    return JsonResponse(details)
