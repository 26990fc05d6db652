"""The feature's rule files: the catalogue and the packages as shipped."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from bihuan.domain.measures.catalogue import Catalogue, parse_catalogue
from bihuan.domain.measures.packages import PackageTemplate, parse_packages
from bihuan.platform.registry.rulefiles import RuleFileError, read_rules, told

FOLDER = Path(__file__).resolve().parents[1]


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return the catalogue of measure types.

    Raises
    ------
    RuleFileError
        The file says something it must not; the message names line and field.
    """
    path = FOLDER / "catalogue.yaml"
    read = parse_catalogue(read_rules(path))
    if not isinstance(read, Catalogue):
        raise RuleFileError(told(path, read))
    return read


@lru_cache(maxsize=1)
def package_templates() -> Mapping[str, PackageTemplate]:
    """Return the templates of packages by code.

    Raises
    ------
    RuleFileError
        The file says something it must not; the message names line and field.
    """
    path = FOLDER / "packages.yaml"
    read = parse_packages(read_rules(path), catalogue())
    if isinstance(read, tuple):
        raise RuleFileError(told(path, read))
    return read


@lru_cache(maxsize=1)
def proposed_reasons() -> Mapping[str, str]:
    """Return the English of each reason that a package proposes for one of the seven questions."""
    lines = (line for one in package_templates().values() for line in one.lines)
    return {text.zh: text.en for line in lines for text in line.reasons.values()}
