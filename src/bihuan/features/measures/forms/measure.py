"""The draft of a measure as one form of seven parts, and the small forms of its acts."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from bihuan.domain.measures.catalogue import ENGLISH, MeasureType, Part
from bihuan.domain.measures.companion import Need
from bihuan.domain.measures.disclosure import PUBLISHED, discloses
from bihuan.domain.measures.proportionality import Question
from bihuan.domain.measures.scopes import Scope
from bihuan.features.measures.actions.life import MeasureDraft
from bihuan.features.measures.forms.fields import (
    day,
    english,
    hours,
    instant,
    paragraph,
    people,
    text_line,
)
from bihuan.features.measures.labels.names import NEEDS, OPINIONS, PARTS, QUESTIONS
from bihuan.features.measures.selectors.policies import citable
from bihuan.features.territory import api as territory
from bihuan.platform.clock import now
from bihuan.platform.clock.incident import LOCAL
from bihuan.platform.ui.fields import PlainText
from bihuan.platform.ui.forms import number_said

YES_NO = (("yes", _("Yes")), ("no", _("No")))
OVERRIDE = _("Only if a question is answered with no: why it is decided all the same")
TEXTS = (
    "purpose", "purpose_en", "smaller_why", "exceptions", "exceptions_en", "help_line", "basis",
)  # fmt: skip

_PRIVATE = _(
    "This text is published and holds an identity, bank-card or mobile number; write it without. A"
    " duty telephone stands under the help line."
)


class MeasureForm(forms.Form):
    """Everything a draft says; what is missing may come later, the rail says what."""

    purpose = paragraph(_("Purpose and objective"), 3)
    purpose_en = english(_("Purpose and objective in English"))
    smaller_why = paragraph(_("Why a smaller scope is not enough"), 3)
    basis = forms.ChoiceField(label=_("Legal basis"), required=False)
    policies = forms.MultipleChoiceField(
        label=_("Policy documents it rests on"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only documents that are confirmed, in force and not superseded."),
    )  # fmt: skip
    exceptions = paragraph(_("Who and what is exempt"))
    exceptions_en = english(_("Who and what is exempt, in English"))
    help_line = text_line(_("Help line"), most=80)
    starts_at = instant(_("Begins"), required=False)
    hours = forms.IntegerField(required=False)
    version = PlainText(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, kind: MeasureType, bases: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["basis"].choices = [("", "—"), *bases]  # type: ignore[attr-defined]
        documents = citable(now().astimezone(LOCAL).date())
        self.fields["policies"].choices = documents  # type: ignore[attr-defined]
        if not documents:
            del self.fields["policies"]
        # A field made whole: a limit that is set afterwards checks nothing.
        self.fields["hours"] = hours(
            _("Lasts how many hours"), kind, required=False,
            help_text=_("It ends by itself; going on needs a new decision."),
        )  # fmt: skip
        for part in kind.said_parts:
            self.fields[f"part-{part}"] = text_line(PARTS[part])
            self.fields[f"part-{part}{ENGLISH}"] = english(
                _("%(part)s, in English") % {"part": PARTS[part]}
            )
        if Part.COMPANION_PLAN in kind.parts:
            for need in Need:
                self.fields[f"who-{need}"] = text_line(
                    _("%(need)s: provided by") % {"need": NEEDS[need]}
                )
                self.fields[f"much-{need}"] = people(
                    _("%(need)s: people served a day") % {"need": NEEDS[need]}
                )
        for question in Question:
            self.fields[f"yes-{question}"] = forms.ChoiceField(
                label=str(QUESTIONS[question]), choices=YES_NO, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip
            self.fields[f"why-{question}"] = text_line(
                _("Reason: %(question)s") % {"question": QUESTIONS[question]}
            )
        for name, one in self.fields.items():
            one.can_wait = not name.endswith(ENGLISH) and name != "policies"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse hours without a beginning, which set no end, and numbers of persons."""
        said = super().clean() or {}
        if said.get("hours") and said.get("starts_at") is None and "starts_at" not in self.errors:
            self.add_error("starts_at", _("Say when it begins; hours alone set no end."))
        self._disclose_nobody(said)
        return said

    @property
    def seen(self) -> int:
        """The version of the draft that was shown; 0 where the form does not say."""
        return number_said(self.cleaned_data["version"]) or 0

    def show_again(self, version: int) -> None:
        """Let what was typed be sent again, now that a newer text has been shown beside it."""
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        typed["version"] = str(version)
        self.data = typed

    def _disclose_nobody(self, said: Mapping[str, Any]) -> None:
        """Refuse numbers of persons in what everybody reads, field by field."""
        for name, text in list(said.items()):
            public = name in PUBLISHED or name.startswith("part-")
            if public and discloses(name, text or "", territory.zones_said(text or "")):
                self.add_error(name, _PRIVATE)

    def draft(self, scope: Scope, renews: str = "") -> MeasureDraft:
        """Return the draft that was typed, for a scope."""
        said = self.cleaned_data
        columns: dict[str, Any] = {name: said[name] or "" for name in TEXTS}
        columns["policies"] = ",".join(said.get("policies", ()))
        # Both are always said: what was emptied is cleared, and no old end stays behind.
        begin, hours = said["starts_at"], said["hours"]
        columns["starts_at"] = begin
        columns["ends_at"] = begin + timedelta(hours=hours) if begin and hours else None
        answers = {
            str(q): (said[f"yes-{q}"] == "yes", said[f"why-{q}"])
            for q in Question
            if said[f"yes-{q}"]
        }
        companion = {
            str(n): (said[f"who-{n}"], said[f"much-{n}"] or 0) for n in Need if said.get(f"who-{n}")
        }
        return MeasureDraft(
            self.kind.code, tuple(one.lo for one in scope.whole), columns, answers, self.parts(),
            companion, renews=renews, places=scope.places,
        )  # fmt: skip

    def parts(self) -> dict[str, str]:
        """Return the parts that were described, an English text under a key of its own."""
        typed = self.cleaned_data
        keys = (f"{part}{end}" for part in self.kind.said_parts for end in ("", ENGLISH))
        return {key: typed[f"part-{key}"] for key in keys if typed[f"part-{key}"]}


class ActForm(forms.Form):
    """What an act says: a reason, sometimes more."""

    reason = paragraph(_("Reason"))
    opinion = forms.ChoiceField(
        label=_("Opinion"), required=False,
        choices=(("", "—"), *OPINIONS.items()),
    )  # fmt: skip
    override_reason = paragraph(OVERRIDE)
    end_typed = instant(_("Type the end of the measure to confirm"), required=False)

    def __init__(self, *args: Any, must: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The browser asks for them; what is missing all the same the act itself refuses.
        self.full_clean()
        for name in must:
            self.fields[name].required = True

    def said(self) -> dict[str, str]:
        """Return the texts that were given."""
        names = ("reason", "opinion", "override_reason")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}


class PolicyForm(forms.Form):
    """A policy document as it is registered."""

    number = PlainText(label=_("Document number"), max_length=80)
    title = PlainText(label=_("Title"), max_length=200)
    issuer = PlainText(label=_("Issued by"), max_length=120)
    first = day(_("In force from"))
    last = day(_("In force until"), required=False)
    supersedes = forms.ChoiceField(
        label=_("Takes the place of, or repeals"), required=False,
        help_text=_(
            "A notice that repeals a document is registered with the document that it repeals; it"
            " orders nothing. What rests on the repealed document is listed from its first day on."
        ),
    )  # fmt: skip
    orders = forms.MultipleChoiceField(
        label=_("Measures that a superior orders with it"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    text = paragraph(_("Official text of the document"), 6, most=20_000, required=True)

    def __init__(
        self, *args: Any, documents: Sequence[tuple[str, str]], orders: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["supersedes"].choices = [("", "—"), *documents]  # type: ignore[attr-defined]
        self.fields["orders"].choices = orders  # type: ignore[attr-defined]


class BasisForm(forms.Form):
    """The legal office's word on an article; the text of a confirmed one stays as it is."""

    text = paragraph(_("Official text of the article"), 3, most=4000, required=True)
    last = day(_("In force until"), required=False)

    def __init__(self, *args: Any, confirmed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if confirmed:
            del self.fields["text"]


class AssessForm(forms.Form):
    """An assessment that restricting measures are necessary."""

    evidence = paragraph(_("Evidence"), 3, most=2000, required=True)
    hours = forms.IntegerField(
        label=_("Counts for how many hours"), min_value=1, max_value=168, initial=24
    )


def local_text(instant: Any) -> str:
    """Return an instant as a browser's date field writes it."""
    return "" if instant is None else instant.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")
