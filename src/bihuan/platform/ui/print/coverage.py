"""Which characters a font file can draw, read from its character map (OpenType `cmap`)."""

import struct
from pathlib import Path

LAST = 0xFFFF  # closes the list of segments, never a character
UNICODE = {(0, 3), (0, 4), (0, 6), (3, 1), (3, 10)}  # platform and encoding of Unicode maps


def characters_of(path: Path) -> set[int]:
    """Return the code points that a font file maps to a glyph.

    Raises
    ------
    ValueError
        "Expected an OpenType or TrueType font." with the file's name.
    """
    data = path.read_bytes()
    try:
        return _characters(data)
    except (struct.error, IndexError) as broken:
        raise ValueError(f"Expected an OpenType or TrueType font: {path.name}.") from broken


def _characters(data: bytes) -> set[int]:
    found: set[int] = set()
    starts = [0]
    if data[:4] == b"ttcf":
        (count,) = struct.unpack_from(">I", data, 8)
        starts = list(struct.unpack_from(f">{count}I", data, 12))
    for start in starts:
        (tables,) = struct.unpack_from(">H", data, start + 4)
        for number in range(tables):
            tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
            if tag == b"cmap":
                found |= _cmap(data, offset)
    return found


def _cmap(data: bytes, at: int) -> set[int]:
    found: set[int] = set()
    (count,) = struct.unpack_from(">H", data, at + 2)
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, at + 4 + 8 * number)
        if (platform, encoding) not in UNICODE:
            continue
        (form,) = struct.unpack_from(">H", data, at + offset)
        if form == 4:  # noqa: PLR2004  (the number of the table's format)
            found |= _segments(data, at + offset)
        elif form == 12:  # noqa: PLR2004
            found |= _groups(data, at + offset)
    return found


def _segments(data: bytes, at: int) -> set[int]:
    """Read format 4: segments of code points, some of which hold holes (glyph 0)."""
    (double,) = struct.unpack_from(">H", data, at + 6)
    count = double // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", data, at + 14 + double * part + (2 if part else 0))
        for part in range(4)
    )
    found: set[int] = set()
    for number in range(count):
        span = range(starts[number], ends[number] + 1)
        if offsets[number] == 0:
            found.update(code for code in span if (code + deltas[number]) & 0xFFFF)
            continue
        glyphs = at + 16 + 3 * double + 2 * number + offsets[number]
        there = struct.unpack_from(f">{len(span)}H", data, glyphs) if ends[number] < LAST else ()
        found.update(code for code, glyph in zip(span, there, strict=False) if glyph)
    return found - {LAST}


def _groups(data: bytes, at: int) -> set[int]:
    """Read format 12."""
    (count,) = struct.unpack_from(">I", data, at + 12)
    found: set[int] = set()
    for number in range(count):
        first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * number)
        found.update(range(first, last + 1))
    return found
