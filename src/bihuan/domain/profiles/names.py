"""Names and sentences of rule files, in both languages side by side."""

from dataclasses import dataclass

from bihuan.domain.reading import Reader


@dataclass(frozen=True, slots=True)
class Names:
    """A name or sentence in the two languages of the product."""

    zh: str
    en: str


def names_of(r: Reader) -> Names:
    """Read a pair of texts in both languages."""
    out = Names(r.text("zh"), r.text("en"))
    r.close()
    return out
