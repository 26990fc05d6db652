"""The pages of a package's wizard: where, which lines, why, care, period; and its signature."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.domain.chain.canonical import micros
from bihuan.domain.measures.catalogue import ENGLISH, MeasureType
from bihuan.domain.measures.companion import Need, wanted
from bihuan.domain.measures.packages import PackageLine
from bihuan.domain.measures.proportionality import Question
from bihuan.features.measures.forms.fields import HOUR, instant, paragraph, text_line
from bihuan.features.measures.forms.fields import hours as length
from bihuan.features.measures.forms.fields import people as people_served
from bihuan.features.measures.forms.measure import OVERRIDE, TEXTS, MeasureForm
from bihuan.features.measures.labels.names import NEEDS
from bihuan.platform.ui.forms import number_said


class WhereForm(forms.Form):
    """The zones of a package, one tick each."""

    zones = forms.MultipleChoiceField(
        label=_("Communities"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one community.")},
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zones"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> tuple[int, ...]:
        """Return the codes that were ticked, in their order."""
        codes = (number_said(text) for text in self.cleaned_data["zones"])
        return tuple(sorted(code for code in codes if code is not None))


class SmallerForm(forms.Form):
    """Compounds and buildings that are enough instead of a whole community, one tick each."""

    places = forms.MultipleChoiceField(
        label=_("Compounds and buildings"), widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"].choices = choices  # type: ignore[attr-defined]


class LinesForm(forms.Form):
    """The lines that decide a measure; what may not be offered cannot be ticked."""

    lines = forms.MultipleChoiceField(
        label=_("Lines that decide a measure"), widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> list[int]:
        """Return the numbers that were ticked."""
        return sorted(int(text) for text in self.cleaned_data["lines"])


class WhyForm(MeasureForm):
    """One line's measure: purpose, why not smaller, basis, parts, the seven questions."""

    def __init__(
        self, *args: Any, kind: MeasureType, bases: Sequence[tuple[str, str]],
        proposal: Mapping[str, Any], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, kind=kind, bases=bases, **kwargs)
        self.proposal = proposal
        self.left_out: list[str] = []
        care = [name for name in self.fields if name.startswith(("who-", "much-"))]
        for name in ("starts_at", "hours", *care):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Leave out a proposed English text whose Chinese was changed: it says something else."""
        typed = super().clean()
        for name, before in self.proposal.items():
            other = f"{name}{ENGLISH}"
            told = self.proposal.get(other)
            if told and typed.get(other) == told and typed.get(name, before) != before:
                typed[other] = ""
                self.left_out.append(str(self.fields[other].label))
        return typed

    def said(self) -> dict[str, Any]:
        """Return what was typed, as a package keeps it."""
        typed = self.cleaned_data
        return {
            "columns": {name: typed[name] or "" for name in TEXTS}
            | {"policies": ",".join(typed.get("policies", ()))},
            "answers": {
                str(q): [int(typed[f"yes-{q}"] == "yes"), typed[f"why-{q}"]]
                for q in Question
                if typed[f"yes-{q}"]
            },
            "parts": self.parts(),
        }


def proposed(line: PackageLine, kind: MeasureType, help_line: str) -> dict[str, Any]:
    """Return the words that the template proposes; no question is answered by it."""
    values: dict[str, Any] = {"basis": kind.bases[0], "help_line": help_line}
    for name, text in line.texts.items():
        values[name] = text.zh
        if f"{name}_en" in TEXTS:
            values[f"{name}_en"] = text.en
    for part, text in line.parts.items():
        values |= {f"part-{part}": text.zh, f"part-{part}{ENGLISH}": text.en}
    return values | {f"why-{question}": text.zh for question, text in line.reasons.items()}


def stored_why(why: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was kept about a line, as its form shows it."""
    values: dict[str, Any] = dict(why.get("columns", {}))
    values["policies"] = values.get("policies", "").split(",")
    for question, (yes, text) in why.get("answers", {}).items():
        values |= {f"yes-{question}": "yes" if yes else "no", f"why-{question}": text}
    return values | {f"part-{part}": text for part, text in why.get("parts", {}).items()}


class CareForm(forms.Form):
    """Who provides what in each zone, and for how many people a day."""

    def __init__(
        self, *args: Any, zones: Sequence[tuple[int, str, int, bool]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zones = zones
        for need in Need:
            self.fields[f"who-{need}"] = text_line(
                _("%(need)s: provided by") % {"need": NEEDS[need]}, most=120
            )
            for zone, name, people, extra in zones:
                due = wanted(need, people, extra=extra)
                self.fields[f"much-{need}-{zone}"] = people_served(
                    _("%(zone)s, people a day (%(due)s needed)") % {"zone": name, "due": f"{due:,}"}
                )
        for one in self.fields.values():
            one.unmarked = True  # type: ignore[attr-defined]

    def said(self) -> dict[str, dict[str, list[Any]]]:
        """Return the companion plan of each zone, as a package keeps it."""
        typed = self.cleaned_data
        return {
            str(zone): {
                str(need): [typed[f"who-{need}"], typed[f"much-{need}-{zone}"] or 0]
                for need in Need
                if typed[f"who-{need}"]
            }
            for zone, *_rest in self.zones
        }


def stored_care(care: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the kept companion plans as the form shows them."""
    values: dict[str, Any] = {}
    for zone, needs in care.items():
        for need, (who, much) in needs.items():
            values |= {f"who-{need}": who, f"much-{need}-{zone}": much or None}
    return values


class PeriodForm(forms.Form):
    """One beginning for all, and how long each line's measure lasts."""

    starts_at = instant(_("Begins"))

    def __init__(
        self, *args: Any, lines: Sequence[tuple[PackageLine, MeasureType, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line, kind, name in lines:
            told = _("Hours; at most %(most)s. It ends by itself.")
            self.fields[f"hours-{line.number}"] = length(
                f"{kind.code} {name}", kind, required=True,
                help_text=told % {"most": kind.longest_time // HOUR},
            )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """Return beginning and lengths, as a package keeps them."""
        typed = self.cleaned_data
        hours = {str(line.number): typed[f"hours-{line.number}"] for line, *_ in self.lines}
        return {"starts_at": micros(typed["starts_at"]), "hours": hours}


class SignForm(forms.Form):
    """The head's signature: reasons where they are needed, and the end typed once more."""

    end_typed = instant(_("Type the end of the measures to confirm"))
    reason = paragraph(_("Reason, if the experts advise against it"))
    override_reason = paragraph(OVERRIDE)

    def __init__(self, *args: Any, ends: bool, **more: Any) -> None:
        """Ask for an end only where a measure has one: a package may set duties alone."""
        super().__init__(*args, **more)
        if not ends:
            del self.fields["end_typed"]
