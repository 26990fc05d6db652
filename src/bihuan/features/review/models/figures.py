"""What is entered for a night: published counts, counties' submissions, later corrections."""

from django.db import models
from django.db.models import Q

from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered

DIMENSIONS = ("total", "county", "route", "status")
MODES = ("", "managed", "community")


class BulletinFigure(Ledgered):
    """One published count of a night's window, with its source.

    ``mode`` says for a route of detection whether it lies in the community or in managed
    status. A correction after the freeze changes the value here and leaves a ``Revision``;
    the snapshot keeps what it froze.
    """

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    day = models.CharField(max_length=10)
    zone = models.BigIntegerField()
    dimension = models.CharField(max_length=10)
    key = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    mode = models.CharField(max_length=10)
    value = models.BigIntegerField()
    source = models.CharField(max_length=200)
    entered_at = InstantField()
    entered_by = models.BigIntegerField()

    class Meta:
        db_table = "review_figure"
        constraints = (
            models.UniqueConstraint(
                name="figure_once_a_night", fields=("incident", "day", "dimension", "key")
            ),
            models.CheckConstraint(name="figure_is_a_count", condition=Q(value__gte=0)),
            models.CheckConstraint(
                name="figure_dimension_known",
                condition=Q(dimension__in=DIMENSIONS) & Q(mode__in=MODES),
            ),
            models.CheckConstraint(name="figure_has_a_source", condition=~Q(source="")),
        )


class Revision(Ledgered):
    """A late or corrected input (修订): it arrived after its night was frozen.

    ``old`` is None for an input that was missing then. ``listed_on`` is the review day whose
    report lists it.
    """

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    day = models.CharField(max_length=10)
    listed_on = models.CharField(max_length=10)
    zone = models.BigIntegerField()
    figure = models.CharField(max_length=32)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    old = models.BigIntegerField(null=True)
    new = models.BigIntegerField()
    source = models.CharField(max_length=200)
    entered_at = InstantField()
    entered_by = models.BigIntegerField()

    class Meta:
        db_table = "review_revision"
        constraints = (
            models.CheckConstraint(
                name="revision_listed_later", condition=Q(listed_on__gt=models.F("day"))
            ),
        )
        indexes = (models.Index(fields=("incident", "listed_on"), name="revision_of_night"),)


class Submission(Ledgered):
    """A county's word that its figures for a night are complete (报送)."""

    id = models.CharField(primary_key=True, max_length=32)
    incident = models.BigIntegerField()
    day = models.CharField(max_length=10)
    county = models.BigIntegerField()
    submitted_at = InstantField()
    submitted_by = models.BigIntegerField()

    class Meta:
        db_table = "review_submission"
        constraints = (
            models.UniqueConstraint(
                name="submission_once_a_night", fields=("incident", "day", "county")
            ),
        )
