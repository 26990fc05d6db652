"""Rule files: YAML that ships with a feature, read once, with errors that say where."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bihuan.domain.reading import Path as FieldPath
from bihuan.domain.reading import Problem

# Ten times as quick where libyaml is at hand; the rules of a profile are read at every start.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
        return yaml.load(path.read_text("utf-8"), Loader=LOADER)  # noqa: S506
    except yaml.YAMLError as damage:
        mark = getattr(damage, "problem_mark", None)
        where = f"{path.name}, line {mark.line + 1}" if mark else path.name
        raise RuleFileError(f"{where}: not readable as YAML") from damage


def read_text(text: str) -> Any:
    """Return the content of a rule file's text, as it was kept.

    Raises
    ------
    RuleFileError
        The text is no YAML.
    """
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as damage:
        raise RuleFileError("a kept text is not readable as YAML") from damage


def told(path: Path, problems: Sequence[Problem]) -> str:
    """Return what is wrong in a rule file, one line for each problem: file, line, field, code."""
    root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    said = (
        f"{path.name}, line {line_of(root, one.path)}: {one.where}: {one.code}"
        + "".join(f" {name}={value}" for name, value in one.params.items())
        for one in problems
    )
    return "\n".join(said)


def line_of(node: Any, path: FieldPath) -> int:
    """Return the line of a field, or of the nearest mapping or list around an absent one."""
    line = node.start_mark.line + 1 if node is not None else 1
    for step in path:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == str(step)]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            if step >= len(node.value):
                break
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return int(line)
