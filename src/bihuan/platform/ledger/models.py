"""Tables of the ledger. Nothing here is ever changed but a body on its erasure date."""

from django.db import models


class Event(models.Model):
    """One entry of one chain. Columns repeat the head for indexes; verification compares them."""

    pk = models.CompositePrimaryKey("chain", "n")
    chain = models.BigIntegerField()
    n = models.BigIntegerField()
    at = models.BigIntegerField()
    incident_at = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=64)
    zone = models.BigIntegerField()
    post = models.BigIntegerField()
    person = models.BigIntegerField()
    key = models.BinaryField(max_length=16)
    head = models.BinaryField()
    body = models.BinaryField(null=True)
    body_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_event"
        indexes = (models.Index(fields=["subject", "chain", "n"], name="event_of_subject"),)


class ChainHeadRow(models.Model):
    """Where each chain stands; locked in code order by writers."""

    chain = models.BigIntegerField(primary_key=True)
    n = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    wall_at = models.BigIntegerField()
    incident_at = models.BigIntegerField()

    class Meta:
        db_table = "ledger_head"


class DailyRootRow(models.Model):
    """The signed root of one series and day. ``entries`` lists ``[chain, n, hash]``."""

    pk = models.CompositePrimaryKey("series", "day")
    series = models.BigIntegerField()
    day = models.CharField(max_length=10)
    entries = models.TextField()
    root = models.BinaryField(max_length=32)
    algorithm = models.CharField(max_length=40)
    signature = models.BinaryField()
    key_id = models.CharField(max_length=32)

    class Meta:
        db_table = "ledger_root"


class NumberRow(models.Model):
    """A gapless number, given inside the transaction that uses it."""

    pk = models.CompositePrimaryKey("series", "year", "n")
    series = models.CharField(max_length=40)
    year = models.IntegerField()
    n = models.BigIntegerField()
    subject = models.CharField(max_length=64)

    class Meta:
        db_table = "ledger_number"


class CommandRow(models.Model):
    """A command that was carried out, by its idempotency key; kept 30 days."""

    key = models.BinaryField(primary_key=True, max_length=16)
    chain = models.BigIntegerField()
    first_n = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)
    outcome = models.TextField()
    at = models.BigIntegerField()

    class Meta:
        db_table = "command"


LEDGER_TABLES = frozenset(
    {"ledger_event", "ledger_head", "ledger_root", "ledger_number", "command"}
)
