"""Two kinds of field that only the loop's forms have: a list of items and a length of time."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.domain.findings.items import LONGEST_ITEM
from bihuan.platform.ui.fields import PlainText

MOST_ITEMS = 20


class ItemsField(PlainText):
    """Things asked for, one a line."""

    widget = forms.Textarea({"rows": 5})

    def clean(self, value: Any) -> list[str]:
        """Return the lines that say something."""
        text = super().clean(value)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > MOST_ITEMS:
            raise forms.ValidationError(_("At most 20 items fit on one order."))
        if any(len(line) > LONGEST_ITEM for line in lines):
            raise forms.ValidationError(_("An item has at most 300 characters."))
        return lines


_NO_SPAN = (
    "invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits",
)  # fmt: skip
_NOT_A_SPAN = _("Give a number above 0 and below 10,000, such as 12 or 1.5.")


class SpanField(forms.DecimalField):
    """A length of time in hours, or in working days; its value is seconds of the clock."""

    def __init__(self, *, unit: timedelta, **options: Any) -> None:
        super().__init__(max_digits=6, decimal_places=2, min_value=Decimal("0.01"), **options)
        self.error_messages |= dict.fromkeys(_NO_SPAN, _NOT_A_SPAN)
        self.unit = unit

    def clean(self, value: Any) -> int | None:
        """Return whole seconds, None when nothing was typed."""
        amount = super().clean(value)
        return None if amount is None else int(amount * int(self.unit.total_seconds()))
