"""What buildings are called in English."""

import re

_NUMBERED = re.compile(r"(\d{1,4})(?:号楼|[栋幢座])")


def building_en(name: str) -> str:
    """Return a building's name in English where it is a number; any other name is its own.

    >>> building_en("12号楼"), building_en("望江楼")
    ('Building 12', '望江楼')
    """
    numbered = _NUMBERED.fullmatch(name)
    return f"Building {numbered[1]}" if numbered else name
