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


def sentence_of(r: Reader, key: str) -> Names:
    """Read a sentence in both languages, or one text that stands for both as older files have."""
    if isinstance(r.data.get(key), str):
        text = r.text(key)
        return Names(text, text)
    return names_of(r.child(key))
