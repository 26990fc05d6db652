"""Reading rule data: a cursor that knows the path of every bad field.

Rule files are data written by people. A reader collects every problem of a document with its
path, so that all of them can be mended in one go; it never raises on what a person wrote.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite
from typing import TypeVar

E = TypeVar("E", bound=StrEnum)

LONGEST_SHOWN = 20

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of a document.

    Parameters
    ----------
    path
        Keys and list positions from the root to the field.
    code
        Stable name of the fact, e.g. ``unknown_key``; the sentence is found by it.
    params
        Values the sentence needs.
    """

    path: Path
    code: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """Return the path as people write it: ``measures[2].from``."""
        parts = [f"[{p}]" if isinstance(p, int) else f".{p}" for p in self.path]
        return "".join(parts).lstrip(".") or "(document)"


class Reader:
    """A cursor on one mapping of a document.

    Every method returns a value of its type; a bad field is noted in ``problems`` and answered
    with a neutral value, so that reading goes on and finds the next one.
    """

    def __init__(self, data: object, path: Path = (), problems: list[Problem] | None = None):
        self.path = path
        self.problems: list[Problem] = [] if problems is None else problems
        self.seen: set[str] = set()
        self.data: Mapping[object, object] = {}
        if isinstance(data, Mapping):
            self.data = data
        else:
            self.note("expected_mapping", None, got=kind_of(data))

    def note(self, code: str, key: str | int | None = None, **params: str | float) -> None:
        """Note a problem at ``key`` below this cursor, or at the cursor itself."""
        path = self.path if key is None else (*self.path, key)
        self.problems.append(Problem(path, code, params))

    def has(self, key: str) -> bool:
        """Tell whether the field is there and not empty."""
        self.seen.add(key)
        return self.data.get(key) is not None

    def take(self, key: str) -> object:
        """Return the raw value of a required field; None with a note when absent."""
        if not self.has(key):
            self.note("missing", key)
        return self.data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """Read a text that is not blank."""
        if default is not None and not self.has(key):
            return default
        value = self.take(key)
        if isinstance(value, str) and value.strip():
            return value
        if value is not None:
            self.note("expected_text", key, got=kind_of(None if isinstance(value, str) else value))
        return default or ""

    def choice(self, key: str, choices: type[E], default: E | None = None) -> E:
        """Read one member of an enumeration by its value."""
        first = next(iter(choices))
        if default is not None and not self.has(key):
            return default
        value = self.take(key)
        if value is None:
            return first
        return self.member(value, choices, key) or first

    def member(self, value: object, choices: type[E], key: str | int | None = None) -> E | None:
        """Return the member for a value, or None with a note that lists the choices."""
        try:
            return choices(str(value))
        except ValueError:
            names = ", ".join(c.value for c in choices)
            self.note("not_a_choice", key, got=str(value)[:60], choices=names)
            return None

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Read true or false."""
        if default is not None and not self.has(key):
            return default
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.note("expected_flag", key, got=kind_of(value))
        return value is True

    def number(self, key: str, lo: float, hi: float, default: float | None = None) -> float:
        """Read a finite number within ``lo`` and ``hi``, both included."""
        if default is not None and not self.has(key):
            return default
        value = self.take(key)
        return lo if value is None else self.bounded(value, (lo, hi), key)

    def whole(self, key: str, lo: int, hi: int, default: int | None = None) -> int:
        """Read a whole number within ``lo`` and ``hi``, both included."""
        value = self.number(key, lo, hi, default)
        if value != int(value):
            self.note("expected_whole", key, got=value)
        return int(value)

    def bounded(self, value: object, bounds: tuple[float, float], key: str | int | None) -> float:
        """Return a number inside its bounds, else the lower bound with a note."""
        lo, hi = bounds
        wild = isinstance(value, float) and not isfinite(value)
        if isinstance(value, str) and _is_number(value):
            self.note("number_in_words", key, got=value.strip()[:LONGEST_SHOWN])
            return lo
        if wild or isinstance(value, bool) or not isinstance(value, int | float):
            self.note("expected_number", key, got=str(value)[:60])
        elif not lo <= value <= hi:
            self.note("out_of_bounds", key, got=str(value)[:LONGEST_SHOWN], lo=lo, hi=hi)
        else:
            return float(value)
        return lo

    def child(self, key: str) -> "Reader":
        """Return a cursor on a mapping below this one; an absent one is noted."""
        value = self.take(key)
        return Reader({} if value is None else value, (*self.path, key), self.problems)

    def maybe(self, key: str) -> "Reader | None":
        """Return a cursor on an optional mapping, or None when it is absent."""
        return self.child(key) if self.has(key) else None

    def items(self, key: str, *, optional: bool = False) -> Iterator[tuple[int, object]]:
        """Iterate over a list with positions; anything else is noted."""
        value = self.take(key) if not optional or self.has(key) else []
        if value is not None and not isinstance(value, list):
            self.note("expected_list", key, got=kind_of(value))
        return iter(enumerate(value if isinstance(value, list) else []))

    def readers(self, key: str, *, optional: bool = False) -> Iterator["Reader"]:
        """Iterate over a list of mappings as cursors."""
        for i, item in self.items(key, optional=optional):
            yield Reader(item, (*self.path, key, i), self.problems)

    def keyed(self, read: "Callable[[Reader, str], None]") -> None:
        """Call ``read`` with each key of this mapping, noting keys that are no text."""
        for key in self.data:
            if isinstance(key, str):
                self.seen.add(key)
                read(self, key)
            else:
                self.note("expected_text_key", None, got=str(key))

    def close(self) -> None:
        """Note every key that nobody read: a misspelt field must not pass in silence."""
        for key in self.data:
            if key not in self.seen:
                self.note("unknown_key", None, got=str(key), known=", ".join(sorted(self.seen)))


def _is_number(text: str) -> bool:
    """Tell whether a text reads as a number: in quotes, or as YAML knows none, such as 1e3."""
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def kind_of(value: object) -> str:
    """Return the word for a value's kind, as a person would say it."""
    kinds = {dict: "mapping", list: "list", str: "text", bool: "flag", type(None): "nothing"}
    return kinds.get(type(value), "number" if isinstance(value, int | float) else "value")
