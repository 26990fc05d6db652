"""What changes when an incident converts from one profile to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum

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


class Part(StrEnum):
    """Parts of a profile, as a conversion shows what changes in them."""

    LABELS = "labels"
    LAW = "law"
    CATALOGUE = "catalogue"
    THRESHOLDS = "thresholds"
    CHECKLISTS = "checklists"
    END = "end"
    MODELS = "models"


PART_OF: Mapping[str, Part] = {
    "names": Part.LABELS, "aliases": Part.LABELS, "case_definitions": Part.LABELS,
    "messages": Part.LABELS, "vulnerable": Part.LABELS, "routes": Part.LABELS,
    "legal_class": Part.LAW, "class_source": Part.LAW, "managed_as_a": Part.LAW,
    "provisional_a": Part.LAW, "report_h": Part.LAW, "cluster_report_h": Part.LAW,
    "standing": Part.LAW, "superseded": Part.LAW, "validity": Part.LAW, "id": Part.LAW,
    "version": Part.LAW, "measures": Part.CATALOGUE, "indicators": Part.THRESHOLDS,
    "thresholds": Part.THRESHOLDS, "zones": Part.THRESHOLDS, "small_cell": Part.THRESHOLDS,
    "incubation_days": Part.THRESHOLDS, "incubation_source": Part.THRESHOLDS,
    "checklists": Part.CHECKLISTS, "workforce": Part.CHECKLISTS,
    "facility_uses": Part.CHECKLISTS, "pool_size": Part.CHECKLISTS, "testing": Part.CHECKLISTS,
    "cost_panel": Part.CHECKLISTS, "objective": Part.END, "end_rule": Part.END,
    "community_zero": Part.END, "epidemiology": Part.MODELS,
}  # fmt: skip
"""In which part each field of a profile stands; a test holds it complete."""


def grouped(changes: Sequence[Change]) -> Mapping[Part, tuple[Change, ...]]:
    """Return changes by the part of the profile they stand in, in the order of the parts."""
    return {
        part: found
        for part in Part
        if (found := tuple(one for one in changes if PART_OF[one.path.partition(".")[0]] is part))
    }


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
