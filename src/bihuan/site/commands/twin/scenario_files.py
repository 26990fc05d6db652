"""Scenario files: YAML in, a checked scenario with its profile out, errors with their lines."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import yaml

from bihuan.domain.profiles import DiseaseProfile, parse
from bihuan.domain.reading import Path as FieldPath
from bihuan.domain.reading import Problem
from bihuan.domain.scenarios import Scenario, check, parse_scenario
from bihuan.platform.registry.sentences import said
from bihuan.site.commands.twin.sentences import InputError
from bihuan.site.installation.faults import in_words

PROFILES = Path(__file__).parents[3] / "features" / "incidents" / "profiles"
LARGEST_FILE = 1_000_000
# Of brackets in brackets: reading takes the square of it, and a scenario needs six.
DEEPEST = 30
MERGE = "tag:yaml.org,2002:merge"
NUMBERS = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})
# YAML takes 1:30 for ninety and 010 for eight; nobody who writes a scenario means that.
NOT_PLAIN = re.compile(r"[-+]?0_*[0-7]|.*:")


@dataclass(frozen=True, slots=True)
class Checked:
    """A scenario that may run, with its profile and where it came from."""

    path: Path
    scenario: Scenario
    profile: DiseaseProfile
    lines: Mapping[FieldPath, int]


def read_scenario(path: Path, codes: Iterable[int], language: str) -> Checked:
    """Read and check a scenario file.

    Raises
    ------
    InputError
        With one line for each problem: file, line, field, sentence.
    """
    data, lines = read_with_lines(path, language)
    read = parse_scenario(data)
    if isinstance(read, tuple):
        raise InputError(told(path, lines, read, language))
    profile = read_profile(read.profile)
    if isinstance(profile, Problem):
        raise InputError(told(path, lines, (profile,), language))
    problems = check(read, profile, codes)
    if problems:
        raise InputError(told(path, lines, problems, language))
    return Checked(path, read, profile, lines)


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


def read_with_lines(path: Path, language: str = "en") -> tuple[object, Mapping[FieldPath, int]]:
    """Return the content of a YAML file and the line of every field.

    References to other places of a file are refused: a few lines of them stand for millions of
    values. So is a key that stands twice in one mapping, of which YAML would keep the last.
    """
    text = _text_of(path, language)
    lines: dict[FieldPath, int] = {}
    try:
        _refuse_traps(path, text, language)
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        _collect(_Reading(path, loader, lines, language), node, ())
        data = None if node is None else loader.construct_document(node)
    except InputError:
        raise
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as damage:
        where = f"{path}:{_line_of(damage, text)}"
        raise InputError(f"{where}: {_words('file_not_yaml', language)}") from damage
    return data, lines


def _line_of(damage: Exception, text: str) -> int:
    """Return the line of a damage: of its mark, or of the character that may not stand there."""
    mark = getattr(damage, "problem_mark", None)
    if mark:
        return int(mark.line) + 1
    return text.count("\n", 0, getattr(damage, "position", 0)) + 1


def _refuse_traps(path: Path, text: str, language: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            words = _words("file_reference", language)
            raise _told_at(path, event, f"*{event.anchor}: {words}")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _told_at(path, event, _words("file_too_deep", language, most=DEEPEST))


def _words(code: str, language: str, **params: int | str) -> str:
    return said(Problem((), code, params), language)


def _text_of(path: Path, language: str) -> str:
    try:
        if not path.is_file():
            raise InputError(f"{path}: {_words('file_expected', language)}")
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(f"{path}: {_words('file_too_large', language, most=LARGEST_FILE)}")
        raw = path.read_bytes()
    except OSError as damage:
        why = in_words(damage)[language != "zh"]
        raise InputError(f"{path}: {_words('file_not_readable', language)}: {why}") from damage
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as damage:
        line = raw.count(b"\n", 0, damage.start) + 1
        raise InputError(f"{path}:{line}: {_words('file_not_utf8', language)}") from damage


def _told_at(path: Path, place: yaml.Node | yaml.Event, sentence: str) -> InputError:
    mark = place.start_mark
    return InputError(f"{path}:{mark.line + 1 if mark else 1}: {sentence}")


class _Reading(NamedTuple):
    """A file being read: its loader, and the lines found so far."""

    path: Path
    loader: yaml.SafeLoader
    lines: dict[FieldPath, int]
    language: str


def _collect(file: _Reading, node: yaml.Node | None, path: FieldPath) -> None:
    if node is None:
        return
    file.lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            own = (*path, str(key.value))
            if key.tag == MERGE:
                words = _words("file_reference", file.language)
                raise _told_at(file.path, key, f"<<: {words}")
            if own in file.lines:
                words = _words("key_twice", file.language)
                raise _told_at(file.path, key, f"{key.value}: {words}")
            _collect(file, value, own)
            file.lines[own] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            _collect(file, item, (*path, i))
    else:
        _try(file, node, path)


def _try(file: _Reading, node: yaml.Node, path: FieldPath) -> None:
    """Read one value alone, so that a bad date or an endless number is told with its line."""
    where = Problem(path, "").where
    try:
        read = str(file.loader.construct_object(node))
        read.encode()
    except (ValueError, TypeError) as damage:
        words = _words("value_not_readable", file.language)
        raise _told_at(file.path, node, f"{where}: {words}") from damage
    if node.tag in NUMBERS and NOT_PLAIN.match(node.value):
        words = _words("number_not_plain", file.language, got=node.value, read=read)
        raise _told_at(file.path, node, f"{where}: {words}")


def told(
    path: Path, lines: Mapping[FieldPath, int], problems: tuple[Problem, ...], language: str
) -> str:
    """Return one line of text for each problem, in the order of the file."""
    out = []
    for problem in problems:
        at = problem.path
        if problem.code == "unknown_key":
            at = (*at, str(problem.params["got"]))
        while at and at not in lines:
            at = at[:-1]
        line = lines.get(at, 1)
        out.append((line, f"{path}:{line}: {problem.where}: {said(problem, language)}"))
    return "\n".join(text for _, text in sorted(out))
