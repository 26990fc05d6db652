"""What a document says, as frozen values of plain strings; features fill them.

A template never computes a date, a number or a name. ``None`` as number is a draft.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

TEMPLATES = Path(__file__).parent / "templates"
# Year in full, hexagonal brackets, no leading zero: 临疫防督〔2022〕12号.
NUMBER = re.compile(r"^.*〔\d{4}〕[1-9]\d*号$")


class Occasion(StrEnum):
    """Whether a document belongs to a live incident or to a drill."""

    LIVE = "live"
    DRILL = "drill"


class Origin(StrEnum):
    """Whether the city is real or the demo; only the demo draws a sample seal."""

    REAL = "real"
    DEMO = "demo"


@dataclass(frozen=True, kw_only=True)
class Document:
    """What all documents have.

    Attributes
    ----------
    title
        One string for each line: an official title is broken by meaning.
    link
        Address printed as QR code; empty for none.
    """

    folder: ClassVar[Path] = TEMPLATES
    template: ClassVar[str]
    required: ClassVar[tuple[str, ...]] = ("title",)

    title: tuple[str, ...]
    link: str = ""
    occasion: Occasion = Occasion.LIVE
    origin: Origin = Origin.REAL

    def __post_init__(self) -> None:
        """Refuse a document that lacks what the form guarantees."""
        empty = [name for name in self.required if not getattr(self, name)]
        if empty:
            raise ValueError(f"Expected {', '.join(empty)} in {type(self).__name__}.")
        number = getattr(self, "number", None)
        if number is not None and not NUMBER.match(number):
            raise ValueError(f"Expected a number like 文号〔2022〕12号 or None, got {number!r}.")


@dataclass(frozen=True, kw_only=True)
class Letter(Document):
    """A document with a red head, an issuer and a foot.

    Attributes
    ----------
    mark
        The issuing body's mark in the red head.
    number
        Document number; None prints a draft.
    top_left
        Up to three short lines: severity, urgency.
    issuer, signed_on
        Signature and date (no leading zeros).
    office, printed_on, copies
        The foot: office that prints, date of printing, who gets copies.
    """

    required: ClassVar[tuple[str, ...]] = ("title", "mark", "issuer", "signed_on", "office")

    mark: str
    number: str | None
    ledger_number: str = ""
    top_left: tuple[str, ...] = ()
    addressee: str = ""
    issuer: str
    signed_on: str
    office: str
    printed_on: str = ""
    copies: str = ""
    annexes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Photo:
    """A redacted picture of the place, as a file, with its caption."""

    path: Path
    caption: str


@dataclass(frozen=True, kw_only=True)
class OrderDocument(Letter):
    """An assignment order (交办单).

    Facts, clause, requirements, both due times, a contact for help and the right of reply are
    guaranteed: an order without one of them is not printed.
    """

    template: ClassVar[str] = "order"
    required: ClassVar[tuple[str, ...]] = (
        *Letter.required,
        *("addressee", "facts", "basis", "requirements", "receipt_due", "rectify_due"),
        *("contact", "reply"),
    )

    facts: tuple[str, ...]
    basis: str
    requirements: tuple[str, ...]
    receipt_due: str
    rectify_due: str
    contact: str
    reply: tuple[str, ...]
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SupervisionOrderDocument(Letter):
    """A supervision order (督办单): why it is issued, help given, what the next level adds."""

    template: ClassVar[str] = "supervision_order"
    required: ClassVar[tuple[str, ...]] = (
        *Letter.required,
        *("addressee", "overdue", "requirements", "rectify_due", "help_given", "support"),
        *("contact", "reply"),
    )

    overdue: tuple[str, ...]
    requirements: tuple[str, ...]
    rectify_due: str
    help_given: tuple[str, ...]
    support: tuple[str, ...]
    contact: str
    reply: tuple[str, ...]


@dataclass(frozen=True)
class FeedbackItem:
    """One item of an order and how far it is."""

    words: str
    progress: str


@dataclass(frozen=True, kw_only=True)
class FeedbackDocument(Document):
    """A unit's feedback on an order (整改反馈)."""

    template: ClassVar[str] = "feedback"
    required: ClassVar[tuple[str, ...]] = ("title", "order_number", "unit", "finding", "evidence")

    order_number: str
    ledger_number: str
    unit: str
    post: str
    finding: str
    place: str
    rectify_due: str
    fed_back_at: str
    evidence: tuple[str, ...]
    cause: tuple[str, ...]
    prevention: tuple[str, ...]
    items: tuple[FeedbackItem, ...] = ()
    help_needed: tuple[str, ...] = ()
    statement: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MinutesDecision:
    """One decision in the joint form: situation, risks, powers, options, choice, reasons."""

    subject: str
    situation: str
    risks: str
    powers: str
    options: tuple[str, ...]
    choice: str
    reasons: str
    owner: str
    due: str
    review_at: str


@dataclass(frozen=True, kw_only=True)
class MinutesDocument(Letter):
    """The minutes of a nightly review (会议纪要); no seal, the roots' fingerprint printed."""

    template: ClassVar[str] = "minutes"
    required: ClassVar[tuple[str, ...]] = (*Letter.required, "opening", "snapshot", "root")

    opening: tuple[str, ...]
    carried: tuple[str, ...]
    decisions: tuple[MinutesDecision, ...]
    safeguards: tuple[str, ...]
    revisions: tuple[str, ...]
    plan: tuple[str, ...]
    present: str
    excused: str = ""
    attending: str = ""
    corrections: tuple[str, ...] = ()
    snapshot: str
    root: str


@dataclass(frozen=True)
class NoticeItem:
    """One numbered part of a notice."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NoticeDocument(Document):
    """A public notice (公告): no addressee; what, where, until when, exceptions, help, appeal."""

    template: ClassVar[str] = "notice"
    required: ClassVar[tuple[str, ...]] = (
        *("title", "mark", "notice_number", "opening", "items", "closing", "issuer", "signed_on"),
    )

    mark: str
    notice_number: str
    opening: tuple[str, ...]
    items: tuple[NoticeItem, ...]
    closing: tuple[str, ...]
    issuer: str
    signed_on: str
    english: tuple[str, ...] = ()
