"""Which post answers for which function where, and the rules that say what must be owned."""

from django.db import models
from django.db.models import F, Q

from bihuan.domain.duties import DutyFunction
from bihuan.features.posts.models.post import ROLES_WITH_POSTS, Post
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered

FUNCTIONS = tuple(function.value for function in DutyFunction)


class ResponsibilityRule(Ledgered):
    """At this level, this function must be owned, by default by a post of this role.

    The escalation role is looked for at the zone itself and above it.
    """

    id = models.CharField(primary_key=True, max_length=32)
    function = models.CharField(max_length=24)
    level = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=24)
    deputy_role = models.CharField(max_length=24)
    escalation_role = models.CharField(max_length=24)

    class Meta:
        db_table = "posts_responsibility_rule"
        constraints = (
            models.CheckConstraint(
                name="rule_words_known",
                condition=Q(function__in=FUNCTIONS, level__gte=1, level__lte=5)
                & Q(role__in=ROLES_WITH_POSTS)
                & Q(deputy_role__in=("", *ROLES_WITH_POSTS))
                & Q(escalation_role__in=("", *ROLES_WITH_POSTS)),
            ),
            models.UniqueConstraint(name="rule_once", fields=("function", "level")),
        )


class Responsibility(Ledgered):
    """One post's responsibility for one function in one zone (责任区), from–to."""

    id = models.CharField(primary_key=True, max_length=32)
    function = models.CharField(max_length=24)
    zone = models.ForeignKey(
        "territory.Zone", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    escalation = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    starts_at = InstantField()
    ends_at = InstantField(null=True)

    class Meta:
        db_table = "posts_responsibility"
        constraints = (
            models.CheckConstraint(
                name="responsibility_function_known", condition=Q(function__in=FUNCTIONS)
            ),
            models.CheckConstraint(
                name="responsibility_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="responsibility_deputy_is_another",
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("post")),
            ),
            models.UniqueConstraint(
                name="responsibility_one_open",
                fields=("function", "zone"),
                condition=Q(ends_at__isnull=True),
            ),
        )
        indexes = (
            models.Index(fields=("zone", "function", "starts_at"), name="responsibility_here"),
        )
