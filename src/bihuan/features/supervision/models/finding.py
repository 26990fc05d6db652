"""The state row of a finding: the columns of ``FindingFacts``, one to one."""

from dataclasses import Field, fields
from datetime import datetime
from types import UnionType
from typing import Any, get_args, get_type_hints

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.states import BUCKET_OF, Bucket
from bihuan.domain.zones import SPANS, Level
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered

LONG_TEXTS = frozenset({"text", "pauses", "source_key"})
NOT_COLUMNS = frozenset({"id", "version", "around"})
OPEN_STATES = tuple(sorted(s for s, b in BUCKET_OF.items() if s and b is Bucket.OPEN))
CLOSED_STATES = tuple(sorted(s for s, b in BUCKET_OF.items() if s and b is Bucket.CLOSED))
# What "open" comes to in columns that change once: an index over the state itself would be
# written again by every act. The constraint `open_by_its_instants` keeps both the same.
_OPEN = Q(reported_at__isnull=False, closed_at__isnull=True, ended_at__isnull=True)
GRAVE = 2
# The township of a zone: what its code and all codes below it have in common.
_TOWNSHIP = F("zone") / Value(SPANS[Level.TOWNSHIP])


def _by_urgency(
    name: str,
    condition: Q,
    *,
    first: tuple[str, ...],
    town: bool = False,
    also: tuple[str, ...] = (),
) -> models.Index:
    """Return an index in the order of the lists: the same expressions as their ORDER BY."""
    return models.Index(
        *(F(column) for column in first),
        *((_TOWNSHIP,) if town else ()),
        ExpressionWrapper(~Q(severity=1), output_field=models.BooleanField()),
        Coalesce("order_due_at", "triage_due_at", "reported_at", Value(0)),
        *(F(column) for column in ("id", "zone", *also)),
        condition=condition,
        name=name,
    )


def _differ(one: str, other: str) -> Q:
    return Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True}) | ~Q(**{one: F(other)})


_TWO_REJECTED = Q(
    proposer_person__isnull=False,
    rejecter_person__isnull=False,
    proposer_person__gt=0,  # nobody's number is 0: that is the clock
    rejecter_person__gt=0,
) & ~Q(proposer_person=F("rejecter_person"))


class Finding(Ledgered):
    """One finding and its order. Its zone never changes; a moved boundary makes new zones."""

    id = models.CharField(primary_key=True, max_length=32)

    class Meta:
        db_table = "supervision_finding"
        indexes = (
            # The ledger, from whom it is asked: S1 first, then what is due first.
            _by_urgency(
                "open_by_urgency", _OPEN, first=("incident",), also=("severity", "type_code")
            ),
            _by_urgency("open_by_state", _OPEN, first=("incident", "state"), also=("severity",)),
            # Who sees one township or less would else look at every open row of the city.
            _by_urgency(
                "open_in_township", _OPEN, first=("incident",), town=True, also=("severity",)
            ),
            _by_urgency("open_of_unit", _OPEN, first=("handler_unit", "incident"), also=("state",)),
            _by_urgency("open_of_verifier", _OPEN, first=("verifier_post", "incident")),
            _by_urgency("open_of_author", _OPEN, first=("author_post", "incident")),
            # Few rows each; without their own index every open row would be looked at.
            _by_urgency("open_raised", _OPEN & Q(level__gte=2), first=("incident",)),
            _by_urgency("open_disputed", _OPEN & Q(dispute="open"), first=("incident",)),
            _by_urgency("open_over_control", _OPEN & Q(over_control=True), first=("incident",)),
            _by_urgency(
                "open_with_deadline",
                _OPEN & Q(order_due_at__isnull=False),
                first=("incident",),
                also=("rectified_at",),
            ),
            models.Index(
                fields=["incident", "next_tick_at"],
                condition=Q(next_tick_at__isnull=False),
                name="finding_ticks",
            ),
            models.Index(
                fields=["incident", "type_code", "zone", "reported_at"], name="same_type_in_zone"
            ),
            # Ended ones too, newest first. "> 0" and not "is not null", as lists of open findings
            # must not take this index for theirs.
            models.Index(
                fields=["incident", "reported_at", "id", "zone"],
                condition=Q(reported_at__gt=0),
                name="finding_reported",
            ),
            models.Index(
                F("incident"),
                _TOWNSHIP,
                F("reported_at"),
                F("id"),
                F("zone"),
                condition=Q(reported_at__gt=0),
                name="reported_in_township",
            ),
            models.Index(
                fields=["incident", "reported_at", "id", "zone"],
                condition=Q(reported_at__gt=0, review="open"),
                name="finding_under_review",
            ),
            models.Index(
                fields=["incident", "reported_at", "id", "zone"],
                condition=Q(reported_at__gt=0, referral__gt=""),
                name="finding_referred",
            ),
            # What a night asks for whether open or not; few.
            models.Index(
                fields=["incident", "id", "zone"],
                condition=Q(referral__gt="") | Q(dispute="open"),
                name="referred_or_disputed",
            ),
            models.Index(
                fields=["incident", "look_back_due_at", "id", "zone", "state"],
                condition=Q(look_back_due_at__gt=0),
                name="look_back_by_deadline",
            ),
            models.Index(
                F("incident"),
                _TOWNSHIP,
                F("look_back_due_at"),
                F("id"),
                F("zone"),
                F("state"),
                condition=Q(look_back_due_at__gt=0),
                name="look_back_in_township",
            ),
            models.Index(
                fields=["look_back_post", "incident", "look_back_due_at", "id", "zone", "state"],
                condition=Q(look_back_due_at__gt=0),
                name="look_back_of_post",
            ),
            models.Index(
                fields=["author_post", "incident", "reported_at", "zone"],
                condition=Q(reported_at__gt=0),
                name="reported_by_author",
            ),
            models.Index(
                fields=["author_post", "incident"],
                condition=Q(reported_at__isnull=True),
                name="drafts_of_author",
            ),
            # What an act asks about the others: few rows each, answered from the index alone.
            models.Index(
                fields=["incident", "verifier_post", "state"],
                condition=Q(state="VERIFYING"),
                name="verifications_waiting",
            ),
            models.Index(
                fields=["incident", "handler_unit", "verify_failed", "reopened_count", "id"],
                condition=Q(verify_failed__gt=0) | Q(reopened_count__gt=0),
                name="failures_of_unit",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["drill", "incident", "ledger_year", "ledger_number"],
                condition=Q(ledger_number__isnull=False),
                name="one_ledger_number",
            ),
            models.CheckConstraint(
                name="open_by_its_instants",
                condition=Q(state__in=OPEN_STATES) & _OPEN | ~Q(state__in=OPEN_STATES) & ~_OPEN,
            ),
            models.CheckConstraint(name="severity_1_to_4", condition=Q(severity__range=(1, 4))),
            models.CheckConstraint(
                name="verifier_is_not_the_handling_unit",
                condition=Q(verifier_unit__isnull=True)
                | Q(handler_unit__isnull=True)
                | ~Q(verifier_unit=F("handler_unit")),
            ),
            # Somebody who holds two posts stays one person; unknown persons are nobody's match.
            models.CheckConstraint(
                name="verifier_is_not_the_author",
                condition=_differ("verifier_person", "author_person")
                & _differ("verifier_post", "author_post"),
            ),
            models.CheckConstraint(
                name="verifier_is_not_the_handler",
                condition=_differ("verifier_person", "handler_person")
                & _differ("verifier_post", "handler_post"),
            ),
            models.CheckConstraint(
                name="grave_verifier_is_not_the_issuing_unit",
                condition=Q(severity__gt=GRAVE)
                | Q(verifier_unit__isnull=True)
                | Q(issuer_unit__isnull=True)
                | ~Q(verifier_unit=F("issuer_unit")),
            ),
            models.CheckConstraint(
                name="closed_only_after_passed",
                condition=~Q(state__in=CLOSED_STATES) | Q(passed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="closer_is_not_the_verifier",
                condition=Q(closer_post__isnull=True)
                | Q(verifier_post__isnull=True)
                | ~Q(closer_post=F("verifier_post")),
            ),
            models.CheckConstraint(
                name="closer_person_is_not_the_verifier",
                condition=_differ("closer_person", "verifier_person"),
            ),
            # Invariant 5: an S1 finding is rejected by two known people, or not at all.
            models.CheckConstraint(
                name="s1_is_rejected_by_two",
                condition=~Q(state="REJECTED") | Q(severity__gt=1) | _TWO_REJECTED,
            ),
            models.CheckConstraint(
                name="an_order_has_a_responsible_post",
                condition=Q(assigned_at__isnull=True) | Q(handler_post__isnull=False),
            ),
            models.CheckConstraint(
                name="rectifying_has_an_order",
                condition=~Q(state="RECTIFYING") | Q(document_number__isnull=False),
            ),
        )


def _field_of(column: Field[Any], kind: Any) -> "models.Field[Any, Any]":
    """Return the database field of one column of the facts."""
    kinds = [k for k in get_args(kind) if k is not type(None)] if _optional(kind) else [kind]
    null = _optional(kind)
    if kinds == [datetime]:
        return InstantField(null=True)
    if kinds == [bool]:
        return models.BooleanField(default=False)
    if kinds == [int]:
        return models.BigIntegerField(null=null)
    if column.name in LONG_TEXTS:
        return models.TextField(null=null)
    return models.CharField(max_length=120, null=null)


def _optional(kind: Any) -> bool:
    return isinstance(kind, UnionType) and type(None) in get_args(kind)


_KINDS = get_type_hints(FindingFacts)
for _column in fields(FindingFacts):
    if _column.name not in NOT_COLUMNS:
        Finding.add_to_class(_column.name, _field_of(_column, _KINDS[_column.name]))
