"""What is asked once before an act is done to several findings."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bihuan.domain.refusals import Refusal
from bihuan.features.supervision.api import ORDER_TEXT, REPLY_TEXT
from bihuan.features.supervision.forms.fields import LONGEST, served, served_in
from bihuan.platform.i18n.refusal_texts import sentence
from bihuan.platform.ui.fields import PlainText

Fields = Mapping[str, forms.Field]
NOT_THE_COUNT = _("The number does not agree with the selection; nothing was closed.")
LONGEST_REASON = 500


def _close(count: int) -> Fields:
    typed = forms.RegexField(
        f"^{count}$",
        label=_("To confirm, type how many findings are closed (%(n)s)") % {"n": count},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": NOT_THE_COUNT, "required": NOT_THE_COUNT},
    )
    return {"count": typed}


def _agenda(count: int) -> Fields:  # noqa: ARG001
    reason = PlainText(
        label=_("Why tonight's meeting should look at them"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Give a reason.")},
    )
    return {"reason": reason}


def _assign(count: int) -> Fields:  # noqa: ARG001
    def words(label: Any, initial: str, empty: str) -> PlainText:
        return PlainText(
            label=label,
            initial=initial,
            max_length=LONGEST,
            widget=forms.Textarea(served(4)),
            help_text=served_in(),
            error_messages={"required": sentence(Refusal(empty))},
        )

    return {
        "order_text": words(_("What is to be put right"), ORDER_TEXT, "order_text_missing"),
        "reply_text": words(
            _("Right of reply and of review"), REPLY_TEXT, "right_of_reply_missing"
        ),
    }


ASKS: Mapping[str, Callable[[int], Fields]] = {
    "agenda": _agenda,
    "assign": _assign,
    "close": _close,
}
"""Acts that are confirmed first: by words, or by the number typed for what cannot be undone."""


def bulk_form(name: str, *, count: int, data: QueryDict | None) -> forms.Form:
    """Return what an act asks before it is done to ``count`` findings."""
    form = forms.Form(data)
    form.fields.update(ASKS[name](count))
    return form
