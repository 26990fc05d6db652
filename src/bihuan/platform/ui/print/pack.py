"""The values of printed tables and of the review pack; every word comes with them."""

from dataclasses import dataclass
from typing import ClassVar

from bihuan.platform.ui.print.values import Document


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text."""

    words: str
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Table:
    """A table; its head is repeated on every page.

    Attributes
    ----------
    widths
        Relative width of each column.
    numeric
        Numbers of the columns (from 0) that are aligned right.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numeric: tuple[int, ...] = ()
    caption: str = ""
    kind: ClassVar[str] = "table"

    def __post_init__(self) -> None:
        """Refuse a table whose rows and columns do not agree."""
        ragged = [n for n, row in enumerate(self.rows, start=1) if len(row) != len(self.head)]
        if not self.head or ragged or len(self.widths) != len(self.head):
            raise ValueError(f"Expected {len(self.head)} columns; rows that differ: {ragged[:5]}.")


@dataclass(frozen=True)
class NamedFigure:
    """One figure: its name, its value as printed (absent is "—"), where it comes from."""

    name: str
    value: str
    source: str = ""


@dataclass(frozen=True)
class Figures:
    """Figures, one a line."""

    figures: tuple[NamedFigure, ...]
    kind: ClassVar[str] = "figures"


@dataclass(frozen=True)
class Chart:
    """A chart as SVG, and what it says in words."""

    svg: str
    says: str
    kind: ClassVar[str] = "chart"


Block = Paragraph | Table | Figures | Chart


@dataclass(frozen=True)
class PackSection:
    """One numbered section of the pack."""

    number: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class PackDocument(Document):
    """The review pack of one night.

    Attributes
    ----------
    language
        ``zh`` or ``en``.
    facts
        Pairs for the cover: incident, level, window, completeness.
    fingerprint
        What it is and the snapshot's hash.
    page_of
        Such as ``Page {page} of {pages}``.
    """

    template: ClassVar[str] = "pack"
    required: ClassVar[tuple[str, ...]] = ("title", "sections", "fingerprint", "page_of")

    subtitle: str
    language: str
    facts: tuple[tuple[str, str], ...]
    fingerprint: tuple[str, str]
    bottom_line: tuple[str, ...]
    sections: tuple[PackSection, ...]
    foot: str
    page_of: str


@dataclass(frozen=True, kw_only=True)
class LedgerDocument(Document):
    """A rectification ledger on A3 landscape: filter and time in the foot, control line above."""

    template: ClassVar[str] = "ledger"
    required: ClassVar[tuple[str, ...]] = ("title", "control_line", "page_of")

    language: str
    control_line: str
    table: Table
    foot: str
    page_of: str
