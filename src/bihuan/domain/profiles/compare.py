"""What changes when an incident converts from one profile to another."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass

from bihuan.domain.profiles.profile import DiseaseProfile


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; None stands for absent."""

    path: str
    before: str | None
    after: str | None


def compare(a: DiseaseProfile, b: DiseaseProfile) -> tuple[Change, ...]:
    """List the fields that differ between two profiles, by path.

    Returns
    -------
    tuple of Change
        Sorted by path; empty when both say the same.
    """
    before, after = dict(_leaves(a, "")), dict(_leaves(b, ""))
    paths = sorted(before.keys() | after.keys())
    return tuple(
        Change(p, before.get(p), after.get(p)) for p in paths if before.get(p) != after.get(p)
    )


def _leaves(value: object, path: str) -> list[tuple[str, str]]:
    if is_dataclass(value) and not isinstance(value, type):
        pairs = [(f.name, getattr(value, f.name)) for f in fields(value)]
    elif isinstance(value, Mapping):
        pairs = [(str(k), v) for k, v in value.items()]
    elif isinstance(value, frozenset):
        return [(path, ", ".join(sorted(str(v) for v in value)))]
    elif isinstance(value, tuple) and any(is_dataclass(v) for v in value):
        pairs = [(str(getattr(v, "code", i)), v) for i, v in enumerate(value)]
    elif isinstance(value, tuple):
        return [(path, ", ".join(str(v) for v in value))]
    else:
        return [] if value is None else [(path, str(value))]
    return [leaf for name, v in pairs for leaf in _leaves(v, f"{path}.{name}".lstrip("."))]
