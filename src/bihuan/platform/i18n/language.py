"""Which of the two languages is spoken now."""

from typing import Any

from django.utils.translation import get_language

CHINESE = "zh"


def chinese() -> bool:
    """Tell whether the page speaks Chinese; it does unless another language was chosen."""
    return (get_language() or CHINESE).startswith(CHINESE)


def html_lang() -> str:
    """Return the language for the ``lang`` attribute."""
    return "zh-CN" if chinese() else "en"


def choose(zh: str, en: str) -> str:
    """Return one of two texts; where one is missing, the other."""
    return (zh or en) if chinese() else (en or zh)


def in_language(thing: Any, name: str) -> str:
    """Return a thing's ``<name>_zh`` or ``<name>_en``, whether it is an object or a mapping."""
    pair = [
        thing.get(f"{name}_{code}", "")
        if hasattr(thing, "get")
        else getattr(thing, f"{name}_{code}")
        for code in ("zh", "en")
    ]
    return choose(*pair)
