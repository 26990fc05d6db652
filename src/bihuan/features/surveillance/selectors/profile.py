"""The disease profile that an incident's figures are computed with."""

from functools import lru_cache
from pathlib import Path

from bihuan.domain.profiles import DiseaseProfile, parse
from bihuan.features.incidents.api import IncidentView
from bihuan.platform.registry.rulefiles import read_rules

_DEFAULTS = Path(__file__).parents[1] / "defaults.yaml"
_PROFILES = Path(__file__).parents[2] / "incidents" / "profiles"


def profile_of(view: IncidentView) -> DiseaseProfile:
    """Return the profile an incident has adopted; else the default of live incidents or drills."""
    if view.adopted is not None:
        return view.adoption.profile
    return _read(str(read_rules(_DEFAULTS)["drill" if view.drill else "live"]))


@lru_cache(maxsize=16)
def _read(name: str) -> DiseaseProfile:
    found = parse(read_rules(_PROFILES / f"{name}.yaml"))
    if isinstance(found, DiseaseProfile):
        return found
    raise TypeError(f"Expected the shipped profile {name} to be valid.")
