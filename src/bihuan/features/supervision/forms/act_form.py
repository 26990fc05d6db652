"""The small form of one act: its fields, a key of its own, the version that was looked at."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.refusals import Refusal
from bihuan.domain.severity import Severity
from bihuan.features.supervision.forms.asked import FIELD_OF, asked_by, says_when_empty
from bihuan.features.supervision.forms.fields import FIELDS, Asking
from bihuan.platform.i18n.refusal_texts import sentence
from bihuan.platform.ui.fields import PlainText

NOT_SAID = frozenset({"key", "version", "confirm"})
_STALE = _("This form is out of date; reload the page and send it again.")
# Django's own words are those of a developer.
_WORDS: dict[str, Any] = {
    "max_length": _("At most %(limit_value)s characters; there are %(show_value)s. Shorten it."),
    "invalid_choice": _("This is not among what can be chosen; choose from the list."),
}
_OUT_OF_DATE = {"required": _STALE, "invalid": _STALE}


class ActForm(forms.Form):
    """Fields of one act; ``said`` is the payload of its command."""

    key = PlainText(
        label=_("Form"), widget=forms.HiddenInput, max_length=64, error_messages=_OUT_OF_DATE
    )
    version = forms.IntegerField(
        label=_("Form"), widget=forms.HiddenInput, error_messages=_OUT_OF_DATE
    )

    def said(self) -> dict[str, Any]:
        """Return what was typed, by the names that the guards read; empty fields left out.

        A list that was sent empty says that nothing is on it.
        """
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in NOT_SAID
            and value not in (None, "")
            and (value != [] or name in self.data)
        }

    def refuse(self, refusal: Refusal) -> bool:
        """Show a refusal beside the field that can mend it; tell whether there is one."""
        name = FIELD_OF.get(refusal.code, "")
        if name not in self.fields:
            return False
        self.add_error(name, sentence(refusal))
        return True

    def renewed(self, version: int) -> None:
        """Give the form another key and version, so that what was typed can be sent again."""
        sent = QueryDict(mutable=True)
        for name, value in self.data.items():
            sent[name] = value
        sent["key"], sent["version"] = uuid4().hex, str(version)
        self.data = sent


def field_labels() -> dict[str, str]:
    """Return what each field of the acts is called, whatever the finding."""
    nothing = FindingFacts(id="", incident=0, zone=0, type_code="", severity=Severity.S3)
    asking = Asking(LoopAct.ASK_HELP, nothing)
    return {name: str(made(asking).label) for name, made in FIELDS.items()}


def act_form(asking: Asking, *, pictures: int, data: QueryDict | None = None) -> ActForm:
    """Return the form of an act for a finding.

    Parameters
    ----------
    asking
        The act, the finding and what can be chosen.
    pictures
        Stored pictures that stand in for the words of this act.
    data
        What was sent; None for a fresh form.
    """
    first: dict[str, Any] = {"key": uuid4().hex, "version": asking.facts.version}
    form = ActForm(data, initial=first)
    for name, needed in asked_by(asking.act, asking.facts, pictures=pictures):
        made = FIELDS[name](asking)
        made.required = needed
        made.error_messages |= _WORDS
        code = says_when_empty(asking.act, name)
        if needed and code is not None:
            made.error_messages["required"] = sentence(Refusal(code))
        form.fields[name] = made
    return form
