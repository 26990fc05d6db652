"""What this installation puts on paper: its fonts, its address, whether it is the demo."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from bihuan.platform.ui.print.values import Origin

FONTS = "fonts"


def city_fonts() -> Path | None:
    """Return the folder with the city's own licensed fonts, None when there is none."""
    folder = Path(settings.DATA_DIR) / FONTS
    return folder if folder.is_dir() else None


def origin() -> Origin:
    """Tell whether papers come from a real city or from the demo."""
    return Origin.DEMO if settings.DEMO else Origin.REAL


def printed_address(request: HttpRequest, path: str) -> str:
    """Return the full address of a page for the QR code: the installation's own, if it is set."""
    return own_address(path) or request.build_absolute_uri(path)


def own_address(path: str) -> str:
    """Return the full address of a page as the installation's settings say it; empty if not set."""
    base = str(settings.BASE_URL or "").rstrip("/")
    return base + path if base else ""
