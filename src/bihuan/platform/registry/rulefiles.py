"""Rule files: YAML that ships with a feature, read once, with errors that say where."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


class RuleFileError(ValueError):
    """A rule file that cannot be used; the message names file and place."""


@lru_cache(maxsize=64)
def read_rules(path: Path) -> Any:
    """Return the content of a rule file.

    Raises
    ------
    RuleFileError
        The file is no YAML; the message names the line.
    """
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as damage:
        mark = getattr(damage, "problem_mark", None)
        where = f"{path.name}, line {mark.line + 1}" if mark else path.name
        raise RuleFileError(f"{where}: not readable as YAML") from damage
