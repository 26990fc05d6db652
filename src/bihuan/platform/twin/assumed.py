"""What an answer of the twin rests on and cannot know."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from bihuan.domain.profiles import Basis, DiseaseProfile, Range


def assumptions(profile: DiseaseProfile) -> list[dict[str, object]]:
    """List every range of the profile that is not cited, with its source as written."""
    return [
        {"what": path, "range": [r.lo, r.hi], "source": r.source}
        for path, r in ranges(profile.epidemiology, "epidemiology")
        if r.basis is not Basis.CITED
    ]


def ranges(value: object, path: str) -> Iterator[tuple[str, Range]]:
    """Yield every range below a value with its path."""
    if isinstance(value, Range):
        yield path, value
        return
    parts: Iterable[tuple[str, object]] = ()
    if isinstance(value, Mapping):
        parts = ((f".{key}", part) for key, part in value.items())
    elif isinstance(value, tuple):
        parts = ((f"[{i}]", part) for i, part in enumerate(value))
    elif is_dataclass(value):
        parts = ((f".{f.name}", getattr(value, f.name)) for f in fields(value))
    for name, part in parts:
        yield from ranges(part, path + name)
