"""The backend that settings name: small tables found only by their key have no second tree."""

from typing import Any

from django.db.backends.sqlite3 import base, schema
from django.db.models import Model

# Every change writes to these. With a hidden row number each would be two trees, hence two
# pages more in every commit; their rows are short and nobody looks at them but by key.
BY_KEY = frozenset({"command", "ledger_head", "ledger_number", "rollup", "reaction"})


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Creates the tables of ``BY_KEY`` without a row number."""

    def table_sql(self, model: type[Model]) -> tuple[Any, Any]:
        """Return the statement that creates a table."""
        sql, parameters = super().table_sql(model)
        if model._meta.db_table.removeprefix("new__") in BY_KEY:
            return f"{sql} WITHOUT ROWID", parameters
        return sql, parameters


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper with that editor."""

    SchemaEditorClass = DatabaseSchemaEditor
