"""The vendored icons and fonts; a page stays whole where they were not fetched."""

from functools import lru_cache

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "vendor/icons.svg"
FONT = "vendor/noto-sans-sc/noto-sans-sc.css"


@lru_cache(maxsize=8)
def present(path: str) -> bool:
    """Tell whether a static file is there."""
    return finders.find(path) is not None


def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; with a label it speaks for itself, else it is decoration."""
    if not present(SPRITE):
        return SafeString("")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            label,
            static(SPRITE),
            name,
        )
    return _decoration(name)


@lru_cache(maxsize=256)
def _decoration(name: str) -> SafeString:
    """Return an icon that says nothing; a page draws a hundred of them."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static(SPRITE), name
    )
