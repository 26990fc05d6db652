"""Organisations, their posts, and the people who hold posts."""

from django.db import models
from django.db.models import F, Q

from bihuan.domain.duties import OrganisationKind
from bihuan.domain.roles import PUBLIC_ROLES, Role
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered

ROLES_WITH_POSTS = tuple(r.value for r in Role if r not in PUBLIC_ROLES and r is not Role.SYSTEM)


class Organisation(Ledgered):
    """An organisation (组织) with its legal name, at the level of its zone."""

    id = models.BigIntegerField(primary_key=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=24)
    level = models.PositiveSmallIntegerField()
    zone = models.ForeignKey("territory.Zone", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "posts_organisation"
        constraints = (
            models.CheckConstraint(
                name="organisation_kind_known",
                condition=Q(kind__in=tuple(kind.value for kind in OrganisationKind)),
            ),
            models.CheckConstraint(
                name="organisation_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
        )


class Post(Ledgered):
    """A post (岗位): orders go to posts. Its reach is the subtree of its zone."""

    id = models.BigIntegerField(primary_key=True)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24)
    level = models.PositiveSmallIntegerField()
    zone = models.ForeignKey("territory.Zone", on_delete=models.PROTECT, related_name="+")
    work_phone = models.CharField(max_length=32)
    valid_from = InstantField(null=True)
    valid_to = InstantField(null=True)

    class Meta:
        db_table = "posts_post"
        constraints = (
            models.CheckConstraint(name="post_role_known", condition=Q(role__in=ROLES_WITH_POSTS)),
            models.CheckConstraint(
                name="post_dates_in_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
            ),
        )
        indexes = (models.Index(fields=("role", "zone"), name="post_by_role"),)


class Person(Ledgered):
    """A person at work: a display name and a telephone at work, nothing else."""

    id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=40)
    work_phone = models.CharField(max_length=32)

    class Meta:
        db_table = "posts_person"
