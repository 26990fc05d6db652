"""Rule files: YAML that ships with a feature, read once, with errors that say where."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bihuan.domain.reading import Path as FieldPath
from bihuan.domain.reading import Problem
from bihuan.platform.registry.sentences import said

# Ten times as quick where libyaml is at hand; the rules of a profile are read at every start.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DAY = "tag:yaml.org,2002:timestamp"


class RuleFileError(ValueError):
    """A rule file that cannot be used; the message names file and place."""


class _FieldError(yaml.MarkedYAMLError):
    """A field that is written twice, or whose day is none; the problem says it in words."""


class _Strict(LOADER):  # type: ignore[misc, valid-type]
    """YAML in which no field stands twice and every day is one."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Return a mapping, or say which field of it is wrong."""
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if isinstance(key, yaml.ScalarNode) and name in seen:
                wrong = (
                    f"“{name}”重复，请只留一处 / the field “{name}” stands twice in one place;"
                    " keep one of them"
                )
                raise _FieldError(problem=wrong, problem_mark=key.start_mark)
            seen.add(name)
            self._check_day(value, name)
        return super().construct_mapping(node, deep=deep)

    def construct_yaml_seq(self, node: Any) -> Any:
        """Return a list, or say which of its days is none."""
        for place, value in enumerate(node.value, start=1):
            self._check_day(value, f"item {place} of a list")
        yield from super().construct_yaml_seq(node)

    def _check_day(self, value: Any, name: str) -> None:
        if value.tag != DAY:
            return
        try:
            self.construct_yaml_timestamp(value)
        except ValueError as wrong:
            sentence = (
                f"“{name}”不是有效日期，请写成 2026-08-03 这样 / the field “{name}” says"
                f" {value.value}, which is no day; write it as year-month-day, such as 2026-08-03"
                f" ({wrong})"
            )
            raise _FieldError(problem=sentence, problem_mark=value.start_mark) from wrong


_Strict.add_constructor("tag:yaml.org,2002:seq", _Strict.construct_yaml_seq)


def why_unreadable(name: str, damage: yaml.YAMLError) -> str:
    """Return in words what is wrong, with the line."""
    mark = getattr(damage, "problem_mark", None)
    where = f"{name}, line {mark.line + 1}" if mark else name
    if isinstance(damage, _FieldError):
        return f"{where}: {damage.problem}"
    why = getattr(damage, "problem", None)
    return f"{where}: 不是可读的 YAML / not readable as YAML" + (f" ({why})" if why else "")


@lru_cache(maxsize=64)
def read_rules(path: Path) -> Any:
    """Return the content of a rule file.

    Raises
    ------
    RuleFileError
        The file is no YAML; the message names the line.
    """
    try:
        return yaml.load(path.read_text("utf-8"), Loader=_Strict)  # noqa: S506
    except yaml.YAMLError as damage:
        raise RuleFileError(why_unreadable(path.name, damage)) from damage


def read_text(text: str, *, name: str = "a kept text") -> Any:
    """Return the content of a rule file's text, as it was kept.

    Raises
    ------
    RuleFileError
        The text is no YAML.
    """
    try:
        return yaml.load(text, Loader=_Strict)  # noqa: S506
    except yaml.YAMLError as damage:
        raise RuleFileError(why_unreadable(name, damage)) from damage


def told(path: Path, problems: Sequence[Problem]) -> str:
    """Return what is wrong in a rule file: file, line, field, sentence; a line for each problem."""
    root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    return "\n".join(
        f"{path.name}, line {line_of(root, one.path)}: {one.where}:"
        f" {said(one, 'zh')} / {said(one, 'en')}"
        for one in problems
    )


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
