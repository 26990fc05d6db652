"""Forms of the gates: a state, a measured check, a plan in lines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bihuan.domain.premises.gates import SEALED, GateState
from bihuan.features.premises.labels import GATE_STATES, REFUSALS
from bihuan.features.premises.selectors.compounds import CompoundView
from bihuan.platform.ui.fields import PlainText

MOST_SECONDS = 24 * 3600
LONGEST_DAYS = 30
SECONDS, BLOCKED = "seconds-", "blocked-"
TIME = {"type": "time", "step": "300"}


class GateForm(forms.Form):
    """How a gate stands, and when. "Sealed" is an answer too: it raises the alarm instead."""

    state = forms.ChoiceField(
        label=_("How the gate stands"),
        choices=[*GATE_STATES.items(), (SEALED, _("It is sealed or locked: raise an S1 finding"))],
    )

    opens = forms.TimeField(
        label=_("Opens at"), required=False, widget=forms.TimeInput(attrs=TIME, format="%H:%M")
    )
    closes = forms.TimeField(
        label=_("Closes at"), required=False, widget=forms.TimeInput(attrs=TIME, format="%H:%M")
    )

    def clean(self) -> dict[str, Any]:
        """Refuse one hour without the other.

        Raises
        ------
        ValidationError
            Only one of both was given.
        """
        said = super().clean() or {}
        if (said.get("opens") is None) != (said.get("closes") is None):
            raise forms.ValidationError(str(REFUSALS["gate_hours_unreadable"]))
        return said

    @property
    def hours(self) -> str | None:
        """The hours that were given, empty for day and night; None where nobody was asked."""
        if not {"opens", "closes"} & set(self.data):
            return None
        opens, closes = self.cleaned_data["opens"], self.cleaned_data["closes"]
        return "" if opens is None else f"{opens:%H:%M}-{closes:%H:%M}"

    def clean_state(self) -> GateState | str:
        """Return the state, or the word that is none."""
        said = self.cleaned_data["state"]
        return SEALED if said == SEALED else GateState(said)


class CheckForm(forms.Form):
    """What was measured on the spot: the result is computed from it."""

    days = forms.IntegerField(
        label=_("The check counts for how many days"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=7,
    )

    def __init__(self, *args: Any, compound: CompoundView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, gate in compound.plan.gates.items():
            self.fields[f"{SECONDS}{code}"] = forms.IntegerField(
                label=_("Seconds to open %(gate)s from inside, measured") % {"gate": gate.name},
                min_value=0,
                max_value=MOST_SECONDS,
                initial=gate.unlock_seconds,
            )
        for position, way in enumerate(compound.plan.ways):
            self.fields[f"{BLOCKED}{position}"] = forms.BooleanField(
                label=_("The way %(a)s – %(b)s is blocked") % {"a": way.a, "b": way.b},
                initial=not way.clear,
                required=False,
            )
        self.ways = [(way.a, way.b) for way in compound.plan.ways]

    @property
    def seconds(self) -> dict[str, int]:
        """The measured seconds by gate."""
        said = self.cleaned_data
        return {
            name[len(SECONDS) :]: value for name, value in said.items() if name.startswith(SECONDS)
        }

    @property
    def blocked(self) -> frozenset[tuple[str, str]]:
        """The ways that are blocked."""
        said = self.cleaned_data
        return frozenset(
            way for position, way in enumerate(self.ways) if said.get(f"{BLOCKED}{position}")
        )


class PlanForm(forms.Form):
    """A plan, typed in lines."""

    lines = PlainText(
        label=_("Plan, one line for each building, gate, junction and way"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_(
            "building NAME RESIDENTS · gate NAME STATE WIDTH-CM SECONDS yes|no LANES HOURS ·"
            " junction NAME · way FROM TO [lane] [blocked]; states: open, staffed, egress_only,"
            " emergency_vehicle_only"
        ),
    )
