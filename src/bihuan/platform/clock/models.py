"""The clock of an incident as a row: the wall's own, or a drill's with offset and speed."""

from django.db import models

from bihuan.platform.db.ledgered import Ledgered


class IncidentClockRow(Ledgered):
    """How an incident's time follows the wall's.

    ``chain`` is 0 for a live incident (its entries go to their counties' chains), else the
    drill's own chain. Times are microseconds since 1970 in UTC; ``speed`` is in thousandths:
    1000 is real time, 0 stands still. ``earlier_cut_offs`` keeps the cut-offs before a change
    with the last review day of each, as ``2022-11-28=1080`` with spaces between.
    """

    id = models.BigIntegerField(primary_key=True)
    chain = models.BigIntegerField()
    wall_at = models.BigIntegerField()
    incident_at = models.BigIntegerField()
    speed = models.IntegerField(default=1000)
    cut_off_minutes = models.IntegerField(default=18 * 60)
    earlier_cut_offs = models.TextField(null=True)  # noqa: DJ001  (rows written before have none)

    class Meta:
        db_table = "incident_clock"
