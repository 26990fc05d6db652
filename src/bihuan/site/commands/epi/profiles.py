"""The shipped disease profiles, read from their files; no database is asked."""

from pathlib import Path

import yaml

import bihuan
from bihuan.domain.profiles import DiseaseProfile, parse
from bihuan.site.commands.epi.sentences import InputError

FOLDER = Path(bihuan.__file__).parent / "features" / "incidents" / "profiles"
_DEFAULTS = Path(__file__).with_name("defaults.yaml")


def default_profile() -> str:
    """Return the id of the profile that is meant when none is named."""
    return str(yaml.safe_load(_DEFAULTS.read_text(encoding="utf-8"))["profile"])


def load_profile(name: str) -> DiseaseProfile:
    """Return a shipped profile by its id."""
    known = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    if name not in known:
        raise InputError("no_profile", name=name, known=", ".join(known))
    found = parse(yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")))
    if isinstance(found, DiseaseProfile):
        return found
    raise InputError("profile_errors", name=name, n=len(found))
