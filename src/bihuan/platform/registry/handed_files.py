"""Rule files that somebody hands over: whatever they hold, the answer is a sentence with a line."""

from pathlib import Path
from typing import Any

import yaml

from bihuan.platform.registry.rulefiles import LOADER, RuleFileError, read_text, why_unreadable

MOST_BYTES = 256 * 1024
DEEPEST = 20
_OPENS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSES = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


def read_handed(path: Path) -> Any:
    """Return the content of a rule file that does not ship with the product.

    It is looked through before it is built: no file is so large, so deep, or refers to itself so
    often that reading it takes the machine.

    Raises
    ------
    RuleFileError
        It cannot be read; the message says why, in both languages, with the line where it is one.
    """
    text = _text_of(path)
    try:
        _look_through(text, path.name)
        return read_text(text, name=path.name)
    except yaml.YAMLError as damage:  # met while looking through
        raise RuleFileError(why_unreadable(path.name, damage)) from damage
    except ValueError as damage:
        if isinstance(damage, RuleFileError):
            raise
        said = f"{path.name}: 有一个数字过长或无法识别 / a number is too long or cannot be read"
        raise RuleFileError(said) from damage


def _text_of(path: Path) -> str:
    try:
        size = path.stat().st_size
        raw = path.read_bytes()[: MOST_BYTES + 1] if path.is_file() else None
    except OSError as damage:
        raise RuleFileError(f"{path}: 无法打开 / cannot be opened ({damage.strerror})") from damage
    if raw is None:
        raise RuleFileError(f"{path}: 不是文件 / is no file")
    if size > MOST_BYTES:
        kilobytes = MOST_BYTES // 1024
        said = f"{path.name}: 超过 {kilobytes} KB / larger than {kilobytes} kB"
        raise RuleFileError(said)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as damage:
        line = raw[: damage.start].count(b"\n") + 1
        said = f"{path.name}, line {line}: 不是 UTF-8 文字 / is no text in UTF-8"
        raise RuleFileError(said) from damage


def _look_through(text: str, name: str) -> None:
    """Refuse anchors, references and deep nesting while the file is only a row of events."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        where = f"{name}, line {line}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise RuleFileError(
                f"{where}: 不能用 & 和 * 引用，请把内容写全 / references with & and * are not read;"
                " write the text out"
            )
        depth += isinstance(event, _OPENS) - isinstance(event, _CLOSES)
        if depth > DEEPEST:
            raise RuleFileError(f"{where}: 嵌套过深 / nested too deep")
