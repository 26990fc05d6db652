"""What every page shows around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from bihuan.domain.policy.acts import Act
from bihuan.domain.policy.check import can
from bihuan.platform.clock.system import now
from bihuan.platform.i18n import html_lang
from bihuan.platform.ui import assets
from bihuan.site.demo.accounts import ROLES
from bihuan.site.navigation import dock_of, menu_of, opens
from bihuan.site.preferences import preference


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the acting post, the incident, the time, the menu and the person's own settings."""
    by = getattr(request, "by", None)
    incident = getattr(request, "incident", None)
    wall = now()
    groups = menu_of(by)
    return {
        "by": by,
        "posts": getattr(request, "posts", []),
        "incident": incident,
        "incidents": getattr(request, "incidents", []),
        "drill": bool(incident and incident.drill),
        "demo": settings.DEMO,
        "demo_roles": ROLES if settings.DEMO else (),
        "plain_http": not settings.SECURE_TLS,
        "wall": wall,
        "clock_now": incident.now() if incident else wall,
        "menu": groups,
        "may_set_up": by is not None and opens("/setup", by),
        "may_call": by is not None and can(Act.CALL_OUT, by.actor),
        "dock": dock_of(groups),
        "lang": html_lang(),
        "theme": preference(request, "theme"),
        "row_height": preference(request, "rows"),
        "web_font": assets.present(assets.FONT),
    }
