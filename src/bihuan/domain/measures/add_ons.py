"""Add-ons (层层加码) that no level may make: what a text says, and whether it forbids it itself.

Words cannot catch everything that somebody may write; the legal office reads every text.
"""

import re
import unicodedata

from bihuan.domain.measures.catalogue import Catalogue, Prohibition
from bihuan.domain.refusals import Refusal

HAN = "\u3400-\u9fff"
_BLANKS = re.compile(rf"(?<=[{HAN}])[\s·*_\-]+(?=[{HAN}])")
_CLAUSE = re.compile(r"[，。；！？、,.;!?:：\n]")
# Forbids what follows, however it goes on, unless a second no, an order or an "and" turns it.
_NO_ZH = re.compile(
    r"(不得|不准|不应|不应当|不可|不许|不要|不允许|禁止|严禁|杜绝|严防|防止|没有|未)[^不并且须只律]{0,8}$"
    r"|(?<![得能可])(不|无)[收用再加设作被需]?$"
)
_NO_EN = re.compile(
    r"\b(no(?! (exceptions?|later|earlier|matter|doubt|longer)\b)|not(?! only\b)|never|nobody"
    r"|none|without|cannot|neither|nor|forbidden to|prohibited to)\b|n't\b"
)


def plain(text: str) -> str:
    """Return a text as the patterns read it: one width, one case, no blanks inside Chinese."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(one for one in folded if unicodedata.category(one) != "Cf")
    return _BLANKS.sub("", re.sub(r"[^\S\n]+", " ", seen)).strip()


def add_on(text: str, code: str, catalogue: Catalogue) -> Refusal | None:
    """Return the refusal of a condition that goes beyond the catalogue, None when it says none.

    Whoever executes a measure adds no condition at all: what a prohibition names is refused
    with its text, any other with the general rule.
    """
    if not text.strip():
        return None
    beyond = Refusal("add_on_beyond_catalogue", {"measure": code}, "PHERL 9; IDL 17")
    return forbidden_words(text, code, catalogue) or beyond


def forbidden_words(
    text: str, code: str, catalogue: Catalogue, *, bans_only: bool = False
) -> Refusal | None:
    """Return the refusal when a text orders what is forbidden, None for any other text.

    Parameters
    ----------
    text
        What was written.
    code
        The type it is about; empty where it is not known, and then every prohibition counts.
    catalogue
        The prohibitions.
    bans_only
        Whether deeds may be named, as in a report of what somebody found.
    """
    said = plain(text)
    for one in catalogue.prohibitions:
        if one.types and code and code not in one.types:
            continue
        if _ordered(said, one, bans_only=bans_only):
            return Refusal("add_on_forbidden", {"add_on": one.names.zh, "add_on_en": one.names.en},
                           one.clause)  # fmt: skip
    return None


def _ordered(said: str, one: Prohibition, *, bans_only: bool) -> bool:
    """Tell whether a text says it without forbidding it in the same clause."""
    acts = () if bans_only else one.acts
    return any(
        not _denied(said, hit.start(), hit.end() if inside else hit.start())
        for patterns, inside in ((acts, True), (one.bans, False))
        for pattern in patterns
        for hit in pattern.finditer(said)
    )


def _denied(said: str, start: int, end: int) -> bool:
    """Tell whether the clause denies what begins at a place; in English up to its end."""
    begin = max((stop.end() for stop in _CLAUSE.finditer(said, 0, start)), default=0)
    return bool(_NO_ZH.search(said[begin:start]) or _NO_EN.search(said[begin:end]))
