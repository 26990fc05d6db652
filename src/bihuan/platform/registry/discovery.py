"""Imports the modules of a fixed name that installed features have: jobs, nightly, exchange."""

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps

FEATURES = "bihuan.features."


@lru_cache(maxsize=8)
def modules(name: str) -> tuple[ModuleType, ...]:
    """Return the modules called ``name`` of every installed feature that has one."""
    paths = [f"{config.name}.{name}" for config in apps.get_app_configs()]
    return tuple(
        import_module(path) for path in paths if path.startswith(FEATURES) and find_spec(path)
    )
