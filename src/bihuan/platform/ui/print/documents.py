"""Turn document values into PDF: one compiler and one set of fonts for the whole process.

Setting up fonts costs more than a page, so both are kept. The templates are files that never
change; a document is a few lines that import one, so that most of what was laid out is remembered.
"""

import json
import re
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final

from bihuan.platform.ui.print import fonts
from bihuan.platform.ui.print.values import Document
from bihuan.platform.ui.print.words import Words

# Every reader takes every mask; choosing the best of eight costs more than the page.
QR_MASK = 4
SIZE = re.compile(r'width="(\d+)" height="(\d+)"')
PDF_STANDARD: Final = "a-2b"  # for keeping: fonts inside, nothing that changes


def pdf(*documents: Document, made_at: datetime, city_fonts: Path | None = None) -> bytes:
    """Return one PDF with the documents, each beginning on a page of its own.

    Parameters
    ----------
    documents
        At least one. The same documents and time give the same bytes.
    made_at
        When the file is made, with its time zone; it stands in the file, not on the page.
    city_fonts
        Folder with the city's own licensed fonts, if it has one.

    Raises
    ------
    ValueError
        "Expected at least one document."
    """
    return _printer(city_fonts).pdf(documents, made_at=made_at)


def pages(*documents: Document, city_fonts: Path | None = None, ppi: float = 96) -> list[bytes]:
    """Return the pages as PNG pictures, for a preview on screen."""
    return _printer(city_fonts).pages(documents, ppi=ppi)


def qr_svg(address: str) -> str:
    """Return an address as QR code (SVG); empty for an empty address."""
    if not address:
        return ""
    import segno

    out = BytesIO()
    segno.make(address, micro=False, error="m", mask=QR_MASK).save(
        out, kind="svg", border=2, xmldecl=False, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()


@lru_cache(maxsize=1024)
def qr_for_page(address: str) -> str:
    """Return an address as QR code that takes the size of its box on a page."""
    return SIZE.sub(r'viewBox="0 0 \1 \2"', qr_svg(address), count=1)


class Printer:
    """One compiler with its fonts; calls from several threads take turns."""

    def __init__(self, city_fonts: Path | None) -> None:
        import typst

        found = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(folder) for folder in fonts.folders(city_fonts)],
        )
        chains = json.dumps(fonts.chains(found.families()), ensure_ascii=False)
        # The root is the whole file system, since photographs lie elsewhere than the templates;
        # a document's words are data and cannot name a file.
        self._compiler = typst.Compiler(root="/", font_paths=found, sys_inputs={"fonts": chains})
        self._drawable = fonts.drawable(city_fonts)
        self._turn = threading.Lock()

    def pdf(self, documents: Sequence[Document], *, made_at: datetime) -> bytes:
        """Return one PDF with all documents."""
        fixed = made_at.replace(tzinfo=timezone(made_at.utcoffset() or timedelta()), microsecond=0)
        with self._turn:
            made = self._compiler.compile(
                input=source(documents, drawable=self._drawable),
                format="pdf",
                pdf_standards=PDF_STANDARD,
                timestamp=fixed,
            )
        return _parts(made)[0]

    def pages(self, documents: Sequence[Document], *, ppi: float) -> list[bytes]:
        """Return the pages as PNG."""
        with self._turn:
            made = self._compiler.compile(
                input=source(documents, drawable=self._drawable), format="png", ppi=ppi
            )
        return _parts(made)


def _parts(made: bytes | list[bytes] | None) -> list[bytes]:
    """Return what was compiled as a list: one page comes bare, several as a list."""
    if made is None:
        raise TypeError("Expected the compiler to return what it made.")
    return [made] if isinstance(made, bytes) else made


@lru_cache(maxsize=4)
def _printer(city_fonts: Path | None) -> Printer:
    return Printer(city_fonts)


def source(documents: Sequence[Document], *, drawable: frozenset[int]) -> bytes:
    """Return the main file: which template, with which words."""
    if not documents:
        raise ValueError("Expected at least one document.")
    words = Words(drawable)
    title = words.text(" ".join("".join(documents[0].title).split()))
    used = {document.template: document.folder for document in documents}
    lines = [
        f"#set document(title: {_quoted(title)})",
        *(f'#import "{at.as_posix()}/{name}.typ": doc as {name}' for name, at in used.items()),
    ]
    for number, document in enumerate(documents, start=1):
        if number > 1:
            lines.append('#pagebreak(weak: true, to: "odd")')
        said = words.of(document) | {
            "id": str(number),
            "qr": qr_svg(document.link),
            "qr_says": document.link,
        }
        text = json.dumps(said, ensure_ascii=False)
        lines.append(f"#{document.template}(json(bytes({_quoted(text)})))")
    return "\n".join(lines).encode()


def _quoted(text: str) -> str:
    """Quote a text for typst: as in JSON, since control characters are gone by now."""
    return json.dumps(text, ensure_ascii=False)
