"""Measures with their scope, legal bases as the legal office confirmed them, assessments."""

from functools import reduce
from operator import and_

from django.db import models
from django.db.models import F, Q

from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered


def _apart(one: str, other: str) -> Q:
    """Return that two hands of a measure are two posts and two people, where both are known."""
    same = (
        Q(**{f"{one}_{part}__isnull": True})
        | Q(**{f"{other}_{part}__isnull": True})
        | ~Q(**{f"{one}_{part}": F(f"{other}_{part}")})
        for part in ("post", "person")
    )
    return reduce(and_, same)


class Measure(Ledgered):
    """One measure. Its end never moves after the decision; a renewal is another row.

    ``answers``, ``parts`` and ``companion`` are JSON as the domain reads them. ``shortfalls``
    keeps when the people in its scope were unknown or its companion plan fell short, as
    ``suspensions`` keeps its times.
    """

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    zone = models.BigIntegerField()
    code = models.CharField(max_length=4)
    drill = models.BooleanField()
    package = models.CharField(max_length=40)
    renews = models.CharField(max_length=32)
    state = models.CharField(max_length=20)
    updated_at = InstantField(null=True)
    purpose = models.TextField()
    purpose_en = models.TextField(default="")
    smaller_why = models.TextField()
    exceptions = models.TextField()
    exceptions_en = models.TextField(default="")
    help_line = models.CharField(max_length=80)
    basis = models.CharField(max_length=40)
    starts_at = InstantField(null=True)
    ends_at = InstantField(null=True)
    author_post = models.BigIntegerField(null=True)
    author_person = models.BigIntegerField(null=True)
    legal_post = models.BigIntegerField(null=True)
    legal_person = models.BigIntegerField(null=True)
    legal_at = InstantField(null=True)
    legal_hash = models.CharField(max_length=64, default="")
    opinion = models.CharField(max_length=10)
    opinion_post = models.BigIntegerField(null=True)
    opinion_person = models.BigIntegerField(null=True)
    opinion_at = InstantField(null=True)
    approved_post = models.BigIntegerField(null=True)
    approved_person = models.BigIntegerField(null=True)
    approved_at = InstantField(null=True)
    decider_post = models.BigIntegerField(null=True)
    decider_person = models.BigIntegerField(null=True)
    decider_level = models.PositiveSmallIntegerField(null=True)
    decided_at = InstantField(null=True)
    override_reason = models.TextField()
    notice_year = models.IntegerField(null=True)
    notice_number = models.BigIntegerField(null=True)
    notice_at = InstantField(null=True)
    companion_at = InstantField(null=True)
    report_due_at = InstantField(null=True)
    reported_at = InstantField(null=True)
    activated_at = InstantField(null=True)
    ended_at = InstantField(null=True)
    lift_proposed_at = InstantField(null=True)
    answers = models.TextField()
    parts = models.TextField()
    companion = models.TextField()
    policies = models.TextField(default="")
    suspensions = models.TextField(default="")
    shortfalls = models.TextField(default="")

    class Meta:
        db_table = "measures_measure"
        indexes = (
            models.Index(fields=["incident", "state", "ends_at"], name="measure_by_state"),
            models.Index(fields=["package"], name="measure_of_package"),
            models.Index(
                fields=["incident", "report_due_at"],
                name="measure_report_owed",
                condition=Q(report_due_at__isnull=False, reported_at__isnull=True),
            ),
            models.Index(
                fields=["ends_at"],
                name="measure_lapsing",
                condition=Q(state__in=("DECIDED", "NOTICE_PUBLISHED", "ACTIVE", "SUSPENDED")),
            ),
        )
        constraints = (
            # What no bug may break: nothing in force without decision, notice, report and end.
            models.CheckConstraint(
                name="in_force_only_when_decided",
                condition=~Q(state__in=("ACTIVE", "SUSPENDED"))
                | Q(
                    decided_at__isnull=False,
                    decider_level__lte=2,
                    notice_at__isnull=False,
                    reported_at__isnull=False,
                    ends_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="decided_measure_ends",
                condition=Q(decided_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
            ),
            # Nobody checks his own draft, nor decides what he has checked or advised on.
            models.CheckConstraint(
                name="measure_hands_apart",
                condition=_apart("legal", "author")
                & _apart("opinion", "author")
                & _apart("opinion", "legal")
                & _apart("decider", "legal")
                & _apart("decider", "opinion"),
            ),
        )


class MeasureScope(Ledgered):
    """One part of what a measure covers: a zone with everything below it, or a place in it.

    With a compound named, the measure covers that compound alone, and with a building that one.
    """

    id = models.CharField(primary_key=True, max_length=60)
    measure = models.CharField(max_length=32)
    zone = models.BigIntegerField()
    zone_hi = models.BigIntegerField()
    compound = models.CharField(max_length=32, default="")
    building = models.CharField(max_length=80, default="")

    class Meta:
        db_table = "measures_scope"
        indexes = (
            models.Index(fields=["measure"], name="scope_of_measure"),
            models.Index(fields=["zone", "zone_hi"], name="scope_by_zone"),
        )


class LegalBasisRow(Ledgered):
    """What the legal office says about an article; without a row it is unconfirmed.

    ``withdrawals`` keeps when its confirmation was withdrawn, as "begin-end begin-" in
    microseconds, the last one open while it is.
    """

    id = models.CharField(primary_key=True, max_length=40)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    confirmation = models.CharField(max_length=12)
    confirmed_post = models.BigIntegerField()
    confirmed_person = models.BigIntegerField(null=True)
    confirmed_at = InstantField()
    last_day = models.CharField(max_length=10)
    withdrawals = models.TextField(default="")

    class Meta:
        db_table = "measures_basis"


class PolicyDocument(Ledgered):
    """A document of a superior or of one's own government that measures rest on.

    ``orders`` lists the measure types that a superior orders with it; ``supersedes`` names the
    document it takes the place of. It counts once a legal reviewer has confirmed it.
    """

    id = models.CharField(primary_key=True, max_length=32)
    number = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    issuer = models.CharField(max_length=120)
    first_day = models.CharField(max_length=10)
    last_day = models.CharField(max_length=10)
    supersedes = models.CharField(max_length=32)
    orders = models.CharField(max_length=120)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    registered_post = models.BigIntegerField()
    registered_person = models.BigIntegerField()
    registered_at = InstantField()
    confirmed_post = models.BigIntegerField(null=True)
    confirmed_person = models.BigIntegerField(null=True)
    confirmed_at = InstantField(null=True)

    class Meta:
        db_table = "measures_policy"
        indexes = (models.Index(fields=["supersedes"], name="policy_superseded_by"),)
        constraints = (
            models.UniqueConstraint(name="policy_number_once", fields=("number",)),
            models.CheckConstraint(
                name="policy_hands_apart", condition=_apart("confirmed", "registered")
            ),
        )


class NecessityAssessment(Ledgered):
    """An assessment that restricting measures are necessary in a zone, with an end of its own."""

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    zone = models.BigIntegerField()
    zone_hi = models.BigIntegerField()
    evidence = models.TextField()
    post = models.BigIntegerField()
    person = models.BigIntegerField(null=True)
    at = InstantField()
    until = InstantField()

    class Meta:
        db_table = "measures_assessment"
        indexes = (models.Index(fields=["incident", "zone"], name="assessment_in"),)


class MeasurePackage(Ledgered):
    """A package being drafted or decided; ``said`` is what its pages have kept so far, as JSON."""

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    zone = models.BigIntegerField()
    drill = models.BooleanField()
    template = models.CharField(max_length=40)
    state = models.CharField(max_length=12)
    said = models.TextField()
    author_post = models.BigIntegerField()
    author_person = models.BigIntegerField()
    updated_at = InstantField()
    issued_at = InstantField(null=True)
    signed_at = InstantField(null=True)
    signed_post = models.BigIntegerField(null=True)

    class Meta:
        db_table = "measures_package"
        indexes = (models.Index(fields=["incident", "state"], name="package_by_state"),)
        constraints = (
            models.CheckConstraint(
                name="signed_package_has_hand",
                condition=Q(signed_at__isnull=True, signed_post__isnull=True)
                | Q(signed_at__isnull=False, signed_post__isnull=False),
            ),
        )


class NoticeReceipt(Ledgered):
    """A township's or community's word that it has the notice of a measure."""

    id = models.CharField(primary_key=True, max_length=60)
    measure = models.CharField(max_length=32)
    zone = models.BigIntegerField()
    post = models.BigIntegerField()
    person = models.BigIntegerField()
    at = InstantField()

    class Meta:
        db_table = "measures_receipt"
        indexes = (models.Index(fields=["measure", "zone"], name="receipt_of_measure"),)


class PackageTask(Ledgered):
    """One duty of a package in one zone, with its deadline and what shows that it is done."""

    id = models.CharField(primary_key=True, max_length=90)
    package = models.CharField(max_length=32)
    measure = models.CharField(max_length=32)
    incident = models.BigIntegerField()
    zone = models.BigIntegerField()
    line = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=30)
    function = models.CharField(max_length=24)
    state = models.CharField(max_length=10)
    due_at = InstantField()
    evidence = models.TextField()
    done_post = models.BigIntegerField(null=True)
    done_person = models.BigIntegerField(null=True)
    done_unit = models.BigIntegerField(null=True)
    done_at = InstantField(null=True)
    verified_post = models.BigIntegerField(null=True)
    verified_at = InstantField(null=True)
    note = models.TextField()

    class Meta:
        db_table = "measures_task"
        indexes = (
            models.Index(fields=["package"], name="task_of_package"),
            models.Index(fields=["incident", "state", "due_at"], name="task_by_state"),
        )
        constraints = (
            models.CheckConstraint(
                name="done_task_shows_it",
                condition=Q(state="OPEN") | (Q(done_at__isnull=False) & ~Q(evidence="")),
            ),
        )
