"""Who holds which post, since when, asked for by one person and confirmed by another."""

from django.db import models
from django.db.models import F, Q

from bihuan.domain.duties import AppointmentKind
from bihuan.features.posts.models.post import Person, Post
from bihuan.platform.db.fields import InstantField
from bihuan.platform.db.ledgered import Ledgered

SYSTEM_PERSON = 0
_REQUESTED_BY_SYSTEM = Q(requested_by=SYSTEM_PERSON)


class Appointment(Ledgered):
    """A person's appointment to a post (任职).

    It counts from ``confirmed_at`` on: granting a post takes two persons, neither of them the
    one who gets it. Person 0 is the system itself, which enters a city's first register.
    An appointment that was refused has an end and no confirmation.
    """

    id = models.CharField(primary_key=True, max_length=32)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    zone = models.ForeignKey("territory.Zone", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    starts_at = InstantField()
    ends_at = InstantField(null=True)
    acknowledged_at = InstantField(null=True)
    requested_by = models.BigIntegerField()
    requested_at = InstantField()
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_at = InstantField(null=True)

    class Meta:
        db_table = "posts_appointment"
        constraints = (
            models.CheckConstraint(
                name="appointment_kind_known",
                condition=Q(kind__in=tuple(kind.value for kind in AppointmentKind)),
            ),
            models.CheckConstraint(
                name="appointment_confirmed_by_somebody",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="appointment_takes_a_second_person",
                condition=Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=F("requested_by"))
                | _REQUESTED_BY_SYSTEM,
            ),
            models.CheckConstraint(
                name="appointment_not_to_oneself",
                condition=~Q(requested_by=F("person"))
                & (Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("person"))),
            ),
            models.CheckConstraint(
                name="appointment_ends_after_it_starts",
                condition=Q(ends_at__isnull=True)
                | Q(confirmed_at__isnull=True)
                | Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="appointment_acknowledged_when_confirmed",
                condition=Q(acknowledged_at__isnull=True) | Q(confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="appointment_one_holder",
                fields=("post",),
                condition=Q(
                    kind=AppointmentKind.PRIMARY.value,
                    ends_at__isnull=True,
                    confirmed_at__isnull=False,
                ),
            ),
        )
        indexes = (
            models.Index(fields=("person", "ends_at"), name="appointment_of_person"),
            models.Index(
                fields=("zone",),
                name="appointment_waiting",
                condition=Q(confirmed_at__isnull=True, ends_at__isnull=True),
            ),
        )


class Handover(Ledgered):
    """A post passed on with a note (交接): the outgoing holder signs, then the incoming one."""

    id = models.CharField(primary_key=True, max_length=32)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    zone = models.ForeignKey("territory.Zone", on_delete=models.PROTECT, related_name="+")
    outgoing = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    incoming = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=1000)
    signed_out_at = InstantField()
    signed_in_at = InstantField(null=True)

    class Meta:
        db_table = "posts_handover"
        constraints = (
            models.CheckConstraint(
                name="handover_between_two", condition=~Q(outgoing=F("incoming"))
            ),
            models.CheckConstraint(
                name="handover_signed_in_order",
                condition=Q(signed_in_at__isnull=True) | Q(signed_in_at__gte=F("signed_out_at")),
            ),
            models.UniqueConstraint(
                name="handover_one_open", fields=("post",), condition=Q(signed_in_at__isnull=True)
            ),
        )
