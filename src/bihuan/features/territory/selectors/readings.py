"""How place names are read: the local readings first, a dictionary for the rest."""

import re
from collections.abc import Mapping

from bihuan.features.territory.models import Reading


def local_readings() -> Mapping[str, str]:
    """Return the stored local readings: characters to pinyin."""
    return dict(Reading.objects.values_list("id", "pinyin"))


class Speller:
    """Spells names in pinyin without tones, syllables apart."""

    def __init__(self, readings: Mapping[str, str]) -> None:
        self._readings = readings
        longest_first = sorted(readings, key=len, reverse=True)
        pattern = "|".join(re.escape(text) for text in longest_first)
        self._known = re.compile(f"({pattern})") if pattern else None

    def pinyin(self, name: str) -> str:
        """Return the reading of a name."""
        from pypinyin import Style, lazy_pinyin

        pieces = self._known.split(name) if self._known else [name]
        spoken: list[str] = []
        for piece in pieces:
            if piece in self._readings:
                spoken += self._readings[piece].split()
            elif piece:
                spoken += lazy_pinyin(piece, style=Style.NORMAL, v_to_u=True)
        return " ".join(spoken)
