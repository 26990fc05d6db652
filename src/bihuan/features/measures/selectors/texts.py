"""What the texts of a measure say: an add-on that is forbidden, zones named by their codes."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bihuan.domain.measures.add_ons import forbidden_words
from bihuan.domain.measures.disclosure import PUBLISHED
from bihuan.domain.measures.facts import MeasureFacts
from bihuan.domain.refusals import Refusal
from bihuan.features.measures.selectors.rules import catalogue
from bihuan.features.territory import api as territory


def zones_published(facts: MeasureFacts, said: Mapping[str, Any]) -> frozenset[int]:
    """Return the zones whose codes stand in what a notice says in words of its own."""
    words = (*(getattr(facts, name) for name in PUBLISHED), *said["parts"].values())
    return territory.zones_said("\n".join(map(str, words)))


def added(facts: MeasureFacts, said: Mapping[str, Any]) -> Refusal | None:
    """Return the first text that orders what is forbidden: all that is published or executed."""
    texts = (
        facts.purpose, facts.purpose_en, facts.smaller_why, facts.exceptions,
        facts.exceptions_en, facts.help_line, *said["parts"].values(),
        *(why for _, why in said["answers"].values()),
        *(who for who, _ in said["companion"].values()),
    )  # fmt: skip
    return _read("\n".join(map(str, texts)), facts.code)


@lru_cache(maxsize=4096)
def _read(text: str, code: str) -> Refusal | None:
    """Read a text once: lists read the same texts again and again."""
    return forbidden_words(text, code, catalogue())
