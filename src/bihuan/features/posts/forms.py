"""Forms of the duty book."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.domain.duties import AppointmentKind
from bihuan.features.posts.api import post_of
from bihuan.features.posts.labels import KINDS
from bihuan.platform.auth.accounts import weaknesses
from bihuan.platform.ui.fields import PlainText

Choices = list[tuple[str, str]]
NOBODY = ("", "—")


def _work_phone(*, required: bool) -> forms.RegexField:
    return forms.RegexField(
        label=_("Telephone at work"),
        regex=r"^[0-9+][0-9 ()#*-]{2,24}$",
        required=required,
        error_messages={"invalid": _("Write digits and hyphens, such as 0357-2000000.")},
    )


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
    name = PlainText(label=_("Or somebody new: name"), max_length=40, required=False)
    work_phone = _work_phone(required=False)

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
        wrong = "work_phone" in self.errors
        if said.get("name") and not said.get("work_phone") and not wrong:
            self.add_error("work_phone", _("A new person needs a telephone at work."))
        return said


class HandoverForm(forms.Form):
    """To whom a post is handed over, and what is open."""

    incoming = forms.ChoiceField(label=_("Handed over to"))
    note = PlainText(
        label=_("What is open, promised, unreachable"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("No names or telephone numbers of residents."),
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["incoming"].choices = people  # type: ignore[attr-defined]
        if not people:
            self.fields["incoming"].help_text = _(
                "Nobody else holds this post yet: propose the one who takes over on the post's"
                " page; once a second person has confirmed it, hand over here."
            )


class CallForm(forms.Form):
    """Whom to call out, and why."""

    reason = PlainText(label=_("Why they are called"), max_length=200)
    posts = forms.TypedMultipleChoiceField(
        label=_("Posts"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posts"].choices = posts  # type: ignore[attr-defined]


class AccountNameForm(forms.Form):
    """What an account is called."""

    account = forms.RegexField(
        label=_("Account name"),
        regex=r"^[a-z0-9][a-z0-9._-]{2,59}$",
        help_text=_("3 to 60 small letters, digits, dots and hyphens."),
        error_messages={"invalid": _("Use 3 to 60 small letters, digits, dots and hyphens.")},
    )


class NewAccountForm(forms.Form):
    """Somebody new at work, with an account and, where wanted, a post."""

    name = PlainText(label=_("Name"), max_length=40)
    work_phone = _work_phone(required=True)
    account = forms.RegexField(
        label=_("Account name"),
        regex=r"^[a-z0-9][a-z0-9._-]{2,59}$",
        required=False,
        help_text=_("Left empty, the product chooses one."),
        error_messages={"invalid": _("Use 3 to 60 small letters, digits, dots and hyphens.")},
    )
    post = forms.IntegerField(
        label=_("Number of the post"),
        required=False,
        min_value=1,
        help_text=_("It stands on the post's page. A second person must confirm the post."),
    )
    kind = forms.ChoiceField(label=_("As"), choices=tuple(KINDS.items()))

    def clean_post(self) -> int | None:
        """Refuse a post that does not exist or is no longer in use."""
        number: int | None = self.cleaned_data["post"]
        post = None if number is None else post_of(number)
        if number is not None and (post is None or not post.in_use):
            raise forms.ValidationError(_("There is no post with this number."))
        return number

    def clean_kind(self) -> AppointmentKind:
        """Return the chosen kind."""
        return AppointmentKind(self.cleaned_data["kind"])


class PasswordForm(forms.Form):
    """A password of one's own choice, typed twice."""

    password = PlainText(
        label=_("New password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; a few words in a row are best."),
    )
    again = PlainText(
        label=_("The same password again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        """Refuse a weak password and say what is weak about it."""
        password = str(self.cleaned_data["password"])
        weak = weaknesses(password, self.account)
        if weak:
            raise forms.ValidationError(weak)
        return password

    def clean(self) -> dict[str, Any]:
        """Ask for the same password twice."""
        said = super().clean() or {}
        if said.get("password") and said.get("again") != said["password"]:
            self.add_error("again", _("The two passwords differ; type both again."))
        return said


class FileForm(forms.Form):
    """A file to try."""

    file = forms.FileField(
        label=_("Excel workbook, or one table as CSV"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
