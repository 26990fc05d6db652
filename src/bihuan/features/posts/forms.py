"""Forms of the duty book."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.domain.duties import AppointmentKind
from bihuan.features.posts.labels import KINDS

Choices = list[tuple[str, str]]
NOBODY = ("", "—")


class AssignForm(forms.Form):
    """Who shall answer for a function in a zone."""

    post = forms.TypedChoiceField(label=_("Responsible post"), coerce=int)
    deputy = forms.TypedChoiceField(
        label=_("Deputy post"), coerce=int, empty_value=None, required=False
    )
    escalation = forms.TypedChoiceField(
        label=_("Escalates to"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, candidates: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, first in (("post", []), ("deputy", [NOBODY]), ("escalation", [NOBODY])):
            self.fields[name].choices = [*first, *candidates]  # type: ignore[attr-defined]


class AppointForm(forms.Form):
    """Whom to propose for a post: somebody of the unit, or somebody new."""

    kind = forms.ChoiceField(label=_("As"), choices=tuple(KINDS.items()))
    person = forms.TypedChoiceField(
        label=_("Person of this unit"), coerce=int, empty_value=None, required=False
    )
    name = forms.CharField(label=_("Or somebody new: name"), max_length=40, required=False)
    work_phone = forms.RegexField(
        label=_("Telephone at work"), regex=r"^[0-9+][0-9 ()#*-]{2,24}$", required=False
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [NOBODY, *people]  # type: ignore[attr-defined]

    def clean_kind(self) -> AppointmentKind:
        """Return the chosen kind."""
        return AppointmentKind(self.cleaned_data["kind"])

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one person: a known one or a new one with a telephone at work."""
        said = super().clean() or {}
        if bool(said.get("person")) == bool(said.get("name")):
            raise forms.ValidationError(_("Choose a person or write the name of a new one."))
        if said.get("name") and not said.get("work_phone"):
            self.add_error("work_phone", _("A new person needs a telephone at work."))
        return said


class HandoverForm(forms.Form):
    """To whom a post is handed over, and what is open."""

    incoming = forms.ChoiceField(label=_("Handed over to"))
    note = forms.CharField(
        label=_("What is open, promised, unreachable"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("No names or telephone numbers of residents."),
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["incoming"].choices = people  # type: ignore[attr-defined]


class CallForm(forms.Form):
    """Whom to call out, and why."""

    reason = forms.CharField(label=_("Why they are called"), max_length=200)
    posts = forms.TypedMultipleChoiceField(
        label=_("Posts"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posts"].choices = posts  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A file to try."""

    file = forms.FileField(
        label=_("Excel workbook, or one table as CSV"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
