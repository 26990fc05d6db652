"""Forms of the review; what a decision needs is said by the domain, not here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.domain.refusals import Refusal
from bihuan.domain.reviews.decisions import DecisionDraft, Option
from bihuan.domain.reviews.states import OptionKind
from bihuan.features.review.api import Attendance, Correction, PlanDraft, PublishedDraft
from bihuan.features.review.labels import DIMENSIONS, MODES, OPTION_KINDS
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.i18n.refusal_texts import sentence
from bihuan.platform.ui.fields import PlainText

LETTERS = ("a", "b", "c")
USUAL_KINDS = {"kind_b": "less_restrictive", "kind_c": "do_nothing"}
AREA = {"rows": 2}
INPUT_TIME = "%Y-%m-%dT%H:%M"


def _text(label: Any, *, needed: bool = False, help_text: Any = "") -> PlainText:
    return PlainText(
        label=label, required=needed, max_length=2000, help_text=help_text,
        widget=forms.Textarea(attrs=AREA),
    )  # fmt: skip


def _option(label: Any) -> PlainText:
    return PlainText(
        label=label, required=False, max_length=2000,
        widget=forms.TextInput(attrs={"aria-label": label}),
    )  # fmt: skip


def _kind(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=tuple(OPTION_KINDS.items()),
        widget=forms.Select(attrs={"aria-label": label}),
    )  # fmt: skip


class LocalTime(forms.DateTimeField):
    """A local time as browsers send it, read in Asia/Shanghai."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=INPUT_TIME)
        super().__init__(widget=widget, input_formats=[INPUT_TIME, "%Y-%m-%d %H:%M"], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show an instant in local time."""
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(LOCAL).strftime(INPUT_TIME)
        return value

    def to_python(self, value: Any) -> datetime | None:
        """Return an aware instant."""
        found = super().to_python(value)
        return None if found is None else found.replace(tzinfo=LOCAL)


class DecisionForm(forms.Form):
    """The decision form: one Enter for each field."""

    title = PlainText(label=_("Decision"), max_length=200)
    situation = _text(_("Situation"), needed=True)
    risks = _text(_("Risks"), needed=True)
    powers = _text(_("Powers and policy"), needed=True)
    option_a = _option(_("Option A"))
    kind_a = _kind(_("Option A is"))
    option_b = _option(_("Option B"))
    kind_b = _kind(_("Option B is"))
    option_c = _option(_("Option C"))
    kind_c = _kind(_("Option C is"))
    choice = forms.TypedChoiceField(
        label=_("Chosen"), choices=((0, "A"), (1, "B"), (2, "C")), coerce=int, empty_value=None,
        required=False, widget=forms.RadioSelect,
    )  # fmt: skip
    reasons = _text(_("Reasons"), needed=True)
    owner_post = forms.TypedChoiceField(label=_("Owner"), coerce=int)
    due_at = LocalTime(label=_("Deadline"))
    review_at = LocalTime(label=_("Looked at again"))
    help = _text(_("Help"), needed=True, help_text=_("Who gives what; “none asked” is an answer."))
    answered = forms.IntegerField(required=False, min_value=0, max_value=10_000)

    def __init__(self, *args: Any, owners: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_post"].choices = [("", "—"), *owners]  # type: ignore[attr-defined]

    @property
    def options(self) -> list[tuple[str, str, Any, Any]]:
        """Letter, value, text field and kind field of each option."""
        return [
            (letter.upper(), str(place), self[f"option_{letter}"], self[f"kind_{letter}"])
            for place, letter in enumerate(LETTERS)
        ]

    @property
    def chosen(self) -> str:
        """The value of the chosen option as typed or taken down, empty before a choice."""
        if self.is_bound:
            return str(self.data.get("choice", ""))
        said = self.initial.get("choice")
        return "" if said is None else str(said)

    def draft(self) -> DecisionDraft:
        """Return what was said; options left empty at the end are no options."""
        said = self.cleaned_data
        options = [
            Option(said[f"option_{letter}"].strip(), OptionKind(said[f"kind_{letter}"]))
            for letter in LETTERS
        ]
        while options and not options[-1].text:
            options.pop()
        names = ("title", "situation", "risks", "powers", "reasons", "help")
        return DecisionDraft(
            **{name: said[name] for name in names},
            options=tuple(options),
            choice=said["choice"],
            owner_post=said["owner_post"] or None,
            owner_unit=None,
            due_at=said["due_at"],
            review_at=said["review_at"],
            answered=said["answered"],
        )

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal at the field it is about."""
        name = str(refusal.params.get("field", ""))
        place = {"options": "option_a"}.get(name, name)
        self.add_error(place if place in self.fields else None, sentence(refusal))


class NoteForm(DecisionForm):
    """The same form while the scribe takes it down: only the title must be there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            at_once = name in {"title", "kind_a", "kind_b", "kind_c"}
            field.before_signing = field.required and not at_once  # type: ignore[attr-defined]
            field.required = at_once


def initial_of(draft: DecisionDraft) -> dict[str, Any]:
    """Return what a form shows of a draft that was taken down."""
    names = ("title", "situation", "risks", "powers", "reasons", "help", "choice", "owner_post")
    said: dict[str, Any] = {name: getattr(draft, name) for name in names}
    said |= {"due_at": draft.due_at, "review_at": draft.review_at, **USUAL_KINDS}
    for letter, option in zip(LETTERS, draft.options, strict=False):
        said[f"option_{letter}"], said[f"kind_{letter}"] = option.text, option.kind.value
    return said


class FollowForm(forms.Form):
    """What was done, found, or why."""

    text = _text(_("What was done or found, or the reason"))


class FigureForm(forms.Form):
    """One published count."""

    dimension = forms.ChoiceField(label=_("By"), choices=tuple(DIMENSIONS.items()))
    key = PlainText(
        label=_("Code"), max_length=60, help_text=_("A county's six digits, or a short name.")
    )
    name_zh = PlainText(label=_("Name in Chinese"), max_length=60)
    name_en = PlainText(label=_("Name in English"), max_length=80, required=False)
    mode = forms.ChoiceField(
        label=_("Where the route lies"), choices=tuple(MODES.items()), required=False
    )
    value = forms.IntegerField(label=_("Count"), min_value=0)
    source = PlainText(label=_("Source"), max_length=200)

    def draft(self) -> PublishedDraft:
        """Return the count as said."""
        said = self.cleaned_data
        return PublishedDraft(
            said["dimension"], said["key"].strip(), said["name_zh"].strip(),
            said["name_en"].strip() or said["name_zh"].strip(), said["value"], said["mode"],
        )  # fmt: skip


class BulletinFileForm(forms.Form):
    """A bulletin's file and where it was published."""

    source = PlainText(label=_("Source"), max_length=200)
    file = forms.FileField(label=_("File (CSV or Excel)"))


class AttendanceForm(forms.Form):
    """Who was there: posts, not persons."""

    present = _text(_("Present"), needed=True)
    excused = _text(_("Excused"))
    attending = _text(_("Sitting in"))

    def attendance(self) -> Attendance:
        """Return the attendance as said."""
        return Attendance(**self.cleaned_data)


class CorrectionForm(AttendanceForm):
    """What issued minutes should have said; the attendance stands there as it reads now."""

    words = _text(
        _("What else is wrong, and how it should read"),
        help_text=_("A decision itself is changed by cancelling it and deciding anew."),
    )
    reason = _text(_("Why the minutes are corrected"), needed=True)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def correction(self) -> Correction:
        """Return the correction as said."""
        said = dict(self.cleaned_data)
        seen, words, reason = (said.pop(name) for name in ("seen", "words", "reason"))
        return Correction(Attendance(**said), words, reason, seen)


class PlanForm(forms.Form):
    """What the plan says beside the objectives and the night's decisions."""

    objectives = _text(_("Further objectives"))
    tasks = _text(_("Further tasks"))
    resources = _text(_("Resources"))
    risks = _text(_("Risks"))
    contingency = _text(_("If it goes otherwise"))
    message = _text(_("Public message"))

    def draft(self) -> PlanDraft:
        """Return the plan as said."""
        return PlanDraft(**self.cleaned_data)
