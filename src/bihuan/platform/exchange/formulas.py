"""Where a workbook holds formulas: the library that reads it knows only their last results."""

import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

from bihuan.domain.refusals import Refusal
from bihuan.platform.exchange.sheets import MOST_COLUMNS, MOST_ROWS

CHUNK = 2**20
LONGEST_TAG = 64
MOST_FORMULAS = 100_000
LETTERS = 26
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MENTIONS = re.compile(rb"<(?:\w+:)?f[\s/>]")
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
Place = tuple[int, int]
Handler = Callable[[str, Mapping[str, str]], None]


class Definitions(Exception):  # noqa: N818  (a fact about the file, told as a refusal)
    """The file defines words of its own."""


def formulas_of(packed: zipfile.ZipFile) -> Mapping[str, list[Place]] | Refusal:
    """Return the places (row and column from 0) of the formulas of each sheet, by its name."""
    found = {}
    try:
        for name, member in _sheets(packed).items():
            with packed.open(member) as file:
                mentioned = _mentions(file)
            if mentioned:
                with packed.open(member) as file:
                    found[name] = _Formulas().places(file)
    except Definitions:
        return Refusal("file_with_definitions")
    except (expat.ExpatError, KeyError):
        return Refusal("file_not_readable")
    return found


def _sheets(packed: zipfile.ZipFile) -> dict[str, str]:
    """Return the member of each sheet by the sheet's name."""
    targets, named = {}, {}

    def relation(tag: str, said: Mapping[str, str]) -> None:
        if tag == "Relationship":
            path = posixpath.join("/xl", said.get("Target", ""))
            targets[said.get("Id", "")] = posixpath.normpath(path).lstrip("/")

    def sheet(tag: str, said: Mapping[str, str]) -> None:
        if tag == "sheet":
            own = (value for key, value in said.items() if key.rpartition(":")[2] == "id")
            named[said.get("name", "")] = next(own, "")

    for member, handler in ((RELATIONS, relation), (WORKBOOK, sheet)):
        with packed.open(member) as file:
            _parse(file, handler)
    present = set(packed.namelist())
    members = {name: targets.get(key, "") for name, key in named.items()}
    return {name: member for name, member in members.items() if member in present}


def _mentions(file: IO[bytes]) -> bool:
    """Tell whether a sheet has a formula at all: most have none, and are not parsed again."""
    tail = b""
    while chunk := file.read(CHUNK):
        if MENTIONS.search(tail + chunk):
            return True
        tail = chunk[-LONGEST_TAG:]
    return False


def _parse(file: IO[bytes], handler: Handler) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, said: handler(tag.rpartition(":")[2], said)
    parser.StartDoctypeDeclHandler = _refuse
    parser.ParseFile(file)


def _refuse(*_: object) -> None:
    raise Definitions


class _Formulas:
    """Walks through a sheet; a cell without an address stands behind the one before it."""

    def __init__(self) -> None:
        self.row, self.column = -1, -1
        self.found: list[Place] = []

    def places(self, file: IO[bytes]) -> list[Place]:
        _parse(file, self.element)
        return self.found

    def element(self, tag: str, said: Mapping[str, str]) -> None:
        if tag == "row":
            told = said.get("r", "")
            self.row = int(told) - 1 if told.isdecimal() else self.row + 1
            self.column = -1
        elif tag == "c":
            told_cell = REFERENCE.fullmatch(said.get("r", ""))
            self.column = _number_of(told_cell[1]) if told_cell else self.column + 1
        elif tag == "f" and self._read():
            self.found.append((self.row, self.column))

    def _read(self) -> bool:
        """Tell whether this cell is one that is read, and not one of far too many."""
        inside = 0 <= self.row <= MOST_ROWS and self.column < MOST_COLUMNS
        return inside and len(self.found) < MOST_FORMULAS


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number - 1
