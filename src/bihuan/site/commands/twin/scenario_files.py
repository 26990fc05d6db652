"""Scenario files: YAML in, a checked scenario with its profile out, errors with their lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bihuan.domain.profiles import DiseaseProfile, parse
from bihuan.domain.reading import Path as FieldPath
from bihuan.domain.reading import Problem
from bihuan.domain.scenarios import Scenario, check, parse_scenario

PROFILES = Path(__file__).parents[3] / "features" / "incidents" / "profiles"
SENTENCES = Path(__file__).with_name("sentences.yaml")
LARGEST_FILE = 1_000_000


class InputError(ValueError):
    """What a person wrote cannot be used; the message names file, line and mend."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A scenario that may run, with its profile and where it came from."""

    path: Path
    scenario: Scenario
    profile: DiseaseProfile


def read_scenario(path: Path, codes: Iterable[int], language: str) -> Checked:
    """Read and check a scenario file.

    Raises
    ------
    InputError
        With one line for each problem: file, line, field, sentence.
    """
    data, lines = read_with_lines(path)
    read = parse_scenario(data)
    if isinstance(read, tuple):
        raise InputError(told(path, lines, read, language))
    profile = read_profile(read.profile)
    if isinstance(profile, Problem):
        raise InputError(told(path, lines, (profile,), language))
    problems = check(read, profile, codes)
    if problems:
        raise InputError(told(path, lines, problems, language))
    return Checked(path, read, profile)


def read_profile(name: str) -> DiseaseProfile | Problem:
    """Read a shipped profile by its id."""
    known = sorted(p.stem for p in PROFILES.glob("*.yaml"))
    if name not in known:
        return Problem(("profile",), "profile_unknown", {"got": name, "choices": ", ".join(known)})
    path = PROFILES / f"{name}.yaml"
    data, lines = read_with_lines(path)
    profile = parse(data)
    if isinstance(profile, tuple):
        raise InputError(told(path, lines, profile, "en"))
    return profile


def read_with_lines(path: Path) -> tuple[object, Mapping[FieldPath, int]]:
    """Return the content of a YAML file and the line of every field."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(f"{path}: larger than {LARGEST_FILE} bytes")
        text = path.read_text("utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as damage:
        raise InputError(f"{path}: not readable: {damage}") from damage
    except (yaml.YAMLError, ValueError, RecursionError) as damage:
        mark = getattr(damage, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise InputError(f"{where}: not readable as YAML") from damage
    lines: dict[FieldPath, int] = {}
    _collect(node, (), lines)
    return data, lines


def _collect(node: yaml.Node | None, path: FieldPath, lines: dict[FieldPath, int]) -> None:
    if node is None or path in lines:
        return
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _collect(value, (*path, str(key.value)), lines)
            lines[(*path, str(key.value))] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            _collect(item, (*path, i), lines)


def told(
    path: Path, lines: Mapping[FieldPath, int], problems: tuple[Problem, ...], language: str
) -> str:
    """Return one line of text for each problem, in the order of the file."""
    sentences = yaml.safe_load(SENTENCES.read_text("utf-8"))
    out = []
    for problem in problems:
        at = problem.path
        if problem.code == "unknown_key":
            at = (*at, str(problem.params["got"]))
        while at and at not in lines:
            at = at[:-1]
        line = lines.get(at, 1)
        sentence = sentences[problem.code][language].format(**problem.params)
        out.append((line, f"{path}:{line}: {problem.where}: {sentence}"))
    return "\n".join(text for _, text in sorted(out))
