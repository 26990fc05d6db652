"""What every page shows around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from bihuan.platform.clock.system import now


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the acting post, the time and whether this is the demo."""
    return {
        "by": getattr(request, "by", None),
        "posts": getattr(request, "posts", []),
        "demo": settings.DEMO,
        "plain_http": not settings.SECURE_TLS,
        "wall": now(),
    }
