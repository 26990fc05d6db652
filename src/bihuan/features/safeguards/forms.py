"""Forms of an appeal: one text, one code, one ruling."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.domain.appeals import LONGEST_TEXT, SHORTEST_TEXT, read_code
from bihuan.features.safeguards.labels import RULINGS
from bihuan.platform.ui.fields import PlainText


class AppealForm(forms.Form):
    """What is wrong with the measure; nothing else is asked."""

    text = PlainText(
        label=_("What is wrong, and what should change"),
        min_length=SHORTEST_TEXT, max_length=LONGEST_TEXT,
        help_text=_("Write no names and no telephone numbers: nobody needs them here."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip


class CodeForm(forms.Form):
    """The code that was given when the appeal was sent."""

    code = PlainText(
        label=_("Code of ten characters"), max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Return the code in its one form."""
        said = read_code(self.cleaned_data["code"])
        if said is None:
            raise forms.ValidationError(
                _("This is no code; compare it character by character with what you noted.")
            )
        return said


class RulingForm(forms.Form):
    """The result, and the reason that whoever appealed will read."""

    ruling = forms.ChoiceField(
        label=_("Result"), choices=list(RULINGS.items()), widget=forms.RadioSelect
    )
    reason = PlainText(
        label=_("Reason, as whoever appealed will read it"), max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class SuspendForm(forms.Form):
    """Why the measure is suspended before the result, or goes on."""

    reason = PlainText(
        label=_("Reason"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
