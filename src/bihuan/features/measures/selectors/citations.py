"""Articles as papers cite them, from the short reference under which they are kept."""

import re

from bihuan.features.measures.selectors.rules import shipped_bases
from bihuan.platform.i18n import choose

ARTICLE = re.compile(r"[A-Z]+ (\d+)((?:\(\d+\))*)")


def cited(reference: str) -> tuple[str, str]:
    """Return an article with its law in Chinese and in English; an unknown one as it is."""
    shipped, found = shipped_bases().get(reference), ARTICLE.fullmatch(reference)
    if shipped is None or found is None:
        return reference, reference
    number, items = found.groups()
    listed = "、".join(f"（{one}）" for one in re.findall(r"\d+", items))
    zh = f"《{shipped.law.zh}》第{number}条" + (f"第{listed}项" if listed else "")
    return zh, f"{shipped.law.en} Art {number}{items}"


def article_said(reference: str) -> str:
    """Return an article with its law in the language of the page."""
    return choose(*cited(reference)) if reference else ""
