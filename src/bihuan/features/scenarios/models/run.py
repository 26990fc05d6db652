"""A run of the twin as it was asked, its replicates on the way, its answer."""

from django.db import models
from django.db.models import F, Q

from bihuan.domain.scenarios.states import RunState
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered

SHA256_DIGITS = 64


class ScenarioRun(Ledgered):
    """What was asked, of which snapshot, with which seed; and the fingerprint of the answer.

    ``basis`` is the canonical text of tonight's facts and of what was chosen; ``task`` names
    everything that decides the figures, the version of the engine included.
    """

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    zone = models.BigIntegerField()
    number = models.PositiveIntegerField()
    snapshot = models.CharField(max_length=40)
    snapshot_sha256 = models.CharField(max_length=SHA256_DIGITS)
    profile = models.CharField(max_length=60)
    basis = models.TextField()
    seed = models.BigIntegerField()
    runs = models.PositiveIntegerField()
    state = models.CharField(max_length=10)
    asked_at = InstantField()
    asked_by = models.BigIntegerField()
    ended_at = InstantField(null=True)
    task = models.CharField(max_length=SHA256_DIGITS)
    versions = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=SHA256_DIGITS)
    # An approved fit: the range of the reproduction number in per cent, by whom and when.
    low_percent = models.PositiveIntegerField(default=0)
    high_percent = models.PositiveIntegerField(default=0)
    approved_at = InstantField(null=True)
    approved_by = models.BigIntegerField(null=True)
    # Why it stands although the held-out week disagrees; "" when that week agrees.
    approval_reason = models.TextField(default="")

    class Meta:
        db_table = "scenarios_run"
        constraints = (
            models.UniqueConstraint(name="run_number_once", fields=("incident", "number")),
            models.CheckConstraint(
                name="run_state_known", condition=Q(state__in=[one.value for one in RunState])
            ),
            models.CheckConstraint(
                name="run_ended_has_its_time",
                condition=Q(state=RunState.ASKED, ended_at__isnull=True)
                | (~Q(state=RunState.ASKED) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="run_finished_has_its_answer",
                condition=~Q(state__in=(RunState.FINISHED, RunState.APPROVED))
                | (~Q(sha256="") & ~Q(task="")),
            ),
            models.CheckConstraint(
                name="fit_approved_has_its_hand",
                condition=Q(
                    state=RunState.APPROVED,
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                    high_percent__gte=F("low_percent"),
                )
                | (~Q(state=RunState.APPROVED) & Q(approved_at__isnull=True)),
            ),
        )
        indexes = (
            models.Index(
                fields=("asked_at",), name="run_waiting", condition=Q(state=RunState.ASKED)
            ),
        )


class RunReplicate(models.Model):
    """A finished replicate of a run on its way; gone with the end of the run."""

    id = models.CharField(primary_key=True, max_length=40)
    run = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    task = models.CharField(max_length=SHA256_DIGITS)
    body = models.TextField()

    class Meta:
        db_table = "scenarios_replicate"
        indexes = (models.Index(fields=("run", "number"), name="replicate_of_run"),)


class RunAnswer(models.Model):
    """What a run says so far, under its fingerprint; ``fault`` says why it cannot go on.

    Derived: the same basis, seed and version give it again. The ledger holds the fingerprint of
    the last one.
    """

    id = models.CharField(primary_key=True, max_length=32)
    runs = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=SHA256_DIGITS)
    body = models.TextField()
    fault = models.CharField(max_length=40)

    class Meta:
        db_table = "scenarios_answer"
