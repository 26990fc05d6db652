"""Calling posts out, with a tick for each that was reached."""

from django.db import models
from django.db.models import F, Q

from bihuan.features.posts.models.post import Post
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered


class CallOut(Ledgered):
    """A call-out: which zone, why, by which post, when."""

    id = models.CharField(primary_key=True, max_length=32)
    zone = models.ForeignKey("territory.Zone", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    called_by = models.BigIntegerField()
    called_at = InstantField()

    class Meta:
        db_table = "posts_call_out"


class CallLine(Ledgered):
    """One post on the list; ``reached_at`` when somebody answered."""

    id = models.CharField(primary_key=True, max_length=32)
    call_out = models.ForeignKey(CallOut, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    called_at = InstantField()
    reached_at = InstantField(null=True)

    class Meta:
        db_table = "posts_call_line"
        constraints = (
            models.CheckConstraint(
                name="call_reached_after_it_was_made",
                condition=Q(reached_at__isnull=True) | Q(reached_at__gte=F("called_at")),
            ),
            models.UniqueConstraint(name="call_each_post_once", fields=("call_out", "post")),
        )
