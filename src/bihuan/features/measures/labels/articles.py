"""Articles of the register as shipped, and as papers cite them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.utils.functional import Promise

from bihuan.platform.figures import Words
from bihuan.platform.i18n import choose
from bihuan.platform.registry.rulefiles import read_rules

SHIPPED = Path(__file__).resolve().parents[1] / "legal_bases.yaml"
ARTICLE = re.compile(r"[A-Z]+ (\d+)((?:\(\d+\))*)")


@dataclass(frozen=True, slots=True)
class ShippedBasis:
    """An article as shipped: which law, from when, and its gist; always unconfirmed."""

    reference: str
    law: Words
    first: date
    gist: Words


@lru_cache(maxsize=1)
def shipped_bases() -> Mapping[str, ShippedBasis]:
    """Return the shipped articles by reference."""
    return {
        row["reference"]: ShippedBasis(
            row["reference"], Words(**row["law"]), row["from"], Words(**row["gist"])
        )
        for row in read_rules(SHIPPED)["bases"]
    }


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


class _Said(Promise):
    """An article that is worded when it is shown."""

    def __init__(self, reference: str) -> None:
        self.reference = reference

    def __str__(self) -> str:
        return article_said(self.reference)


class Articles(Mapping[str, Promise]):
    """Every shipped article in words, by its reference; the register is read when asked."""

    def __getitem__(self, reference: str) -> Promise:
        """Return the article in the language in which it is shown."""
        return _Said(shipped_bases()[reference].reference)

    def __iter__(self) -> Iterator[str]:
        """Go through the references."""
        return iter(shipped_bases())

    def __len__(self) -> int:
        """Count the articles."""
        return len(shipped_bases())
