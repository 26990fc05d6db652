"""What was typed beside what somebody else has stored meanwhile."""

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm

from bihuan.platform.ui.parts import Difference


def differences(form: BaseForm, stored: Mapping[str, Any]) -> list[Difference]:
    """Return every field of which what was typed is not what is stored now."""
    pairs = (
        (field, worded(field.field, stored.get(field.name)), worded(field.field, field.data))
        for field in form.visible_fields()
    )
    return [
        Difference(str(field.label), theirs, mine) for field, theirs, mine in pairs
        if theirs != mine
    ]  # fmt: skip


def worded(field: Any, value: Any) -> str:
    """Return a value of a field as its form words it."""
    values = value if isinstance(value, list | tuple) else [value]
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    said = [labels.get(str(one), str(one)) for one in values if one not in (None, "")]
    return "\n".join(line.strip() for line in "; ".join(said).splitlines())
