"""Models whose rows are projections of the ledger."""

from collections.abc import Mapping
from functools import cache

from django.apps import apps
from django.db import models

from bihuan.platform.db.changes import Plain, plain


class Ledgered(models.Model):
    """A state row that only the command executor writes.

    ``version`` counts its changes; a change of an older version than the stored one is
    refused, so nobody overwrites what he has not seen.
    """

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


def ledgered_models() -> list[type[Ledgered]]:
    """Return every installed model whose rows are projections of the ledger."""
    return [model for model in apps.get_models() if issubclass(model, Ledgered)]


def ledgered_tables() -> frozenset[str]:
    """Return the tables of those models."""
    return frozenset(model._meta.db_table for model in ledgered_models())


@cache
def first_values() -> Mapping[str, Mapping[str, Plain]]:
    """Return the values with which columns begin in rows that were there before them, by table.

    The entries that wrote those rows do not name a column that an upgrade added later.
    """
    return {
        model._meta.db_table: {
            one.column: plain(one.get_default())
            for one in model._meta.concrete_fields
            if one.column and one.has_default()
        }
        for model in ledgered_models()
    }
