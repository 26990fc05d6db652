"""Zones, what they were called before, and which zone succeeds which."""

from django.db import models
from django.db.models import F, Q

from bihuan.domain.zones import SPANS, Level
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered


def _of_level(level: Level) -> Q:
    """Tell what the database holds true of a zone of one level: alignment, range and parent."""
    step = SPANS[level]
    aligned = Q(level=int(level), id=F("id") - F("id") % step, code_hi=F("id") + (step - 1))
    if level is Level.CITY:
        return aligned & Q(parent__isnull=True)
    above = SPANS[Level(level - 1)]
    own_digits = Q(id__gt=F("id") - F("id") % above)
    # A NULL comparison is neither true nor false, and a check passes then: say "not null" apart.
    return aligned & own_digits & Q(parent__isnull=False, parent=F("id") - F("id") % above)


class Zone(Ledgered):
    """A node of the tree city → grid. ``id`` is the 15-digit code, never given twice.

    ``code_hi`` is the last code of the subtree. ``valid_from`` is empty for a zone that was
    always there as far as the register knows; ``valid_to`` marks one that is gone and stays
    as the address of past facts. Counts that are not known are empty, never 0.
    """

    id = models.BigIntegerField(primary_key=True)
    code_hi = models.BigIntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    official_name = models.CharField(max_length=120)
    spelling = models.CharField(max_length=240)
    initials = models.CharField(max_length=60)
    fringe = models.BooleanField()
    three_no = models.BooleanField()
    courtyard = models.BooleanField()
    rural = models.BooleanField()
    residents = models.BigIntegerField(null=True)
    households = models.BigIntegerField(null=True)
    schematic = models.BooleanField()
    valid_from = InstantField(null=True)
    valid_to = InstantField(null=True)

    class Meta:
        db_table = "territory_zone"
        constraints = (
            models.CheckConstraint(
                name="zone_code_level_range_parent",
                condition=_of_level(Level.CITY)
                | _of_level(Level.COUNTY)
                | _of_level(Level.TOWNSHIP)
                | _of_level(Level.COMMUNITY)
                | _of_level(Level.GRID),
            ),
            models.CheckConstraint(
                name="zone_dates_in_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="zone_counts_not_negative",
                condition=(Q(residents__isnull=True) | Q(residents__gte=0))
                & (Q(households__isnull=True) | Q(households__gte=0)),
            ),
            models.UniqueConstraint(
                name="zone_name_once_under_a_parent",
                fields=("parent", "name_zh"),
                condition=Q(valid_to__isnull=True),
            ),
            models.UniqueConstraint(
                name="zone_one_city", fields=("level",), condition=Q(level=int(Level.CITY))
            ),
        )


class FormerName(Ledgered):
    """What a zone was called until a renaming."""

    id = models.CharField(primary_key=True, max_length=32)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+")
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    valid_to = InstantField()

    class Meta:
        db_table = "territory_former_name"


class ZoneSuccession(Ledgered):
    """One zone's territory, or a part of it, carried on by another since an instant."""

    id = models.CharField(primary_key=True, max_length=32)
    old = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    at = InstantField()

    class Meta:
        db_table = "territory_succession"
        constraints = (
            models.CheckConstraint(name="succession_of_another_zone", condition=~Q(old=F("new"))),
            models.CheckConstraint(
                name="succession_kind_known", condition=Q(kind__in=("merge", "split"))
            ),
            models.UniqueConstraint(name="succession_once", fields=("old", "new")),
        )


class Reading(Ledgered):
    """How characters of a place name are read here where dictionaries read them otherwise."""

    id = models.CharField(primary_key=True, max_length=24)
    pinyin = models.CharField(max_length=120)

    class Meta:
        db_table = "territory_reading"
