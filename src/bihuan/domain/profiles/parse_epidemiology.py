"""Read the epidemiology of a profile: ranges, delays, severity and effects with their sources."""

from collections.abc import Mapping

from bihuan.domain.profiles.epidemiology import (
    Delay,
    Epidemiology,
    Family,
    Model,
    Range,
    SeverityBand,
    VectorModel,
)
from bihuan.domain.profiles.names import names_of
from bihuan.domain.reading import Reader

LAYERS = ("household", "school", "work", "community", "gate")
STATES = (
    "latent",
    "presymptomatic",
    "symptomatic",
    "asymptomatic",
    "onset_to_hospital",
    "hospital_stay",
)
SHARES = (
    "asymptomatic_infectiousness",
    "household_attack",
    "care_seeking",
    "isolation_reduction",
    "contact_at_place_closed",
    "adherence",
    "vaccine_susceptibility",
)
FOR_AGENTS = ("latent", "presymptomatic", "symptomatic", "asymptomatic")
DAYS = 400.0
MULTIPLIER = 3.0
AGE = 120


def range_of(r: Reader, key: str, lo: float, hi: float) -> Range:
    """Read ``{range: [low, high], source: …}`` within bounds, low first."""
    child = r.child(key)
    out = _range(child, lo, hi)
    child.close()
    return out


def _range(r: Reader, lo: float, hi: float) -> Range:
    ends = [r.bounded(item, (lo, hi), "range") for _, item in r.items("range")]
    source = r.text("source")
    if len(ends) != 2:  # noqa: PLR2004 - a range has two ends
        r.note("expected_two_ends", "range", got=len(ends))
        return Range(lo, lo, source)
    if ends[0] > ends[1]:
        r.note("not_in_order", "range", names="low, high")
    return Range(ends[0], ends[1], source)


def _optional(r: Reader, key: str, lo: float, hi: float) -> Range | None:
    return range_of(r, key, lo, hi) if r.has(key) else None


def epidemiology_of(r: Reader) -> Epidemiology:
    """Read the section ``epidemiology``; what a model needs must be there."""
    model = r.choice("model", Model)
    serial = r.maybe("serial_interval_days")
    out = Epidemiology(
        model=model,
        model_note=names_of(r.child("model_note")),
        serial_interval_mean=None if serial is None else range_of(serial, "mean", 0.1, DAYS),
        serial_interval_sd=None if serial is None else range_of(serial, "sd", 0.0, DAYS),
        reproduction_number=_optional(r, "reproduction_number", 0, 30),
        dispersion_k=_optional(r, "dispersion_k", 0.01, 1000),
        ascertainment=_optional(r, "ascertainment", 0, 1),
        natural_history=_histories(r),
        shares=_shares(r),
        severity=tuple(_band(b) for b in r.readers("severity", optional=True)),
        effects=_effects(r),
        test_sensitivity=_sensitivity(r),
        vector=_vector(r),
    )
    if serial is not None:
        serial.close()
    _complete(r, out)
    r.close()
    return out


def _delay(r: Reader) -> Delay:
    family = r.choice("family", Family)
    mean = range_of(r, "mean", 0, DAYS)
    sd = Range(0, 0, mean.source) if family is Family.FIXED else range_of(r, "sd", 0, DAYS)
    r.close()
    return Delay(family, mean, sd)


def _histories(r: Reader) -> Mapping[str, Delay]:
    out: dict[str, Delay] = {}
    section = r.maybe("natural_history")
    if section is not None:
        for state in STATES:
            child = section.maybe(state)
            if child is not None:
                out[state] = _delay(child)
        section.close()
    return out


def _shares(r: Reader) -> Mapping[str, Range]:
    out: dict[str, Range] = {}
    section = r.maybe("shares")
    if section is not None:
        for name in SHARES:
            if section.has(name):
                out[name] = range_of(section, name, 0, 1)
        section.close()
    return out


def _band(r: Reader) -> SeverityBand:
    ages = [int(r.bounded(item, (0, AGE), "ages")) for _, item in r.items("ages")]
    if len(ages) != 2 or ages[0] > ages[1]:  # noqa: PLR2004 - a band has two ends
        r.note("not_in_order", "ages", names="first, last")
        ages = [0, 0]
    out = SeverityBand(
        (ages[0], ages[1]),
        susceptibility=range_of(r, "susceptibility", 0, 2),
        symptomatic=range_of(r, "symptomatic", 0, 1),
        hospital=range_of(r, "hospital", 0, 1),
        death=range_of(r, "death", 0, 1),
    )
    r.close()
    return out


def _effects(r: Reader) -> Mapping[str, Mapping[str, Mapping[str, Range]]]:
    out: dict[str, dict[str, dict[str, Range]]] = {}
    section = r.maybe("effects")
    if section is not None:
        section.keyed(lambda c, code: out.__setitem__(code, _effect(c.child(code))))
    return out


def _effect(r: Reader) -> dict[str, dict[str, Range]]:
    tiers: dict[str, dict[str, Range]] = {}
    graded = r.maybe("tiers")
    if graded is None:
        return {"": _layers(r)}
    graded.keyed(lambda c, tier: tiers.__setitem__(tier, _layers(c.child(tier))))
    r.close()
    return tiers


def _layers(r: Reader) -> dict[str, Range]:
    found = {layer: range_of(r, layer, 0, MULTIPLIER) for layer in LAYERS if r.has(layer)}
    r.close()
    return found


def _sensitivity(r: Reader) -> tuple[tuple[int, Range], ...]:
    out = []
    for row in r.readers("test_sensitivity", optional=True):
        out.append((row.whole("day", 0, 60), _range(row, 0, 1)))
        row.close()
    days = [day for day, _ in out]
    if days != sorted(set(days)):
        r.note("not_rising", "test_sensitivity")
    return tuple(out)


def _vector(r: Reader) -> VectorModel | None:
    section = r.maybe("vector")
    if section is None:
        return None
    extrinsic = []
    for row in section.readers("extrinsic_days_at"):
        extrinsic.append((row.number("celsius", 0, 45), _range(row, 0.5, 60)))
        row.close()
    out = VectorModel(
        intrinsic_days=_delay(section.child("intrinsic_days")),
        viraemia_days=range_of(section, "viraemia_days", 0, 60),
        extrinsic_days_at_celsius=tuple(extrinsic),
        index_at_reference=range_of(section, "index_at_reference", 0.1, 1000),
    )
    section.close()
    return out


NEEDED: Mapping[Model, tuple[str, ...]] = {
    Model.NONE: (),
    Model.VECTOR_RENEWAL: ("vector", "reproduction_number", "dispersion_k", "ascertainment"),
    Model.RESPIRATORY_AGENTS: ("reproduction_number", "dispersion_k", "ascertainment", "severity"),
}


def _complete(r: Reader, e: Epidemiology) -> None:
    """Note what the named model cannot do without."""
    absent = [name for name in NEEDED[e.model] if not getattr(e, name)]
    if e.model is Model.RESPIRATORY_AGENTS:
        absent += [f"natural_history.{s}" for s in FOR_AGENTS if s not in e.natural_history]
    for name in absent:
        r.note("model_needs", None, model=e.model.value, field=name)
