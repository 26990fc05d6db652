"""From a mapping (a rule file already read) to a profile, or to every problem with its path."""

from collections.abc import Mapping
from datetime import date

from bihuan.domain.profiles.names import Names, names_of, sentence_of
from bihuan.domain.profiles.parse_epidemiology import epidemiology_of
from bihuan.domain.profiles.profile import (
    MEASURE_CODES,
    CaseDefinition,
    CommunityZero,
    DiseaseProfile,
    EndRule,
    Indicator,
    LegalClass,
    MeasureRule,
    Need,
    Objective,
    ObjectiveKind,
    Permission,
    ResponseLevel,
    Standing,
    Validity,
)
from bihuan.domain.reading import E, Problem, Reader

ONLY_MANAGED_AS_A = frozenset({"M13", "M14"})
ONLY_IN_MAJOR = frozenset({"M10", "M11"})
"""Entrances and movement: where a disease is not managed as class A, in a major epidemic only."""
ALL_LEVELS = frozenset(ResponseLevel)
YEAR_DAYS = 366
WEEK_H = 168


def parse(data: object) -> DiseaseProfile | tuple[Problem, ...]:
    """Read a profile from a mapping.

    Parameters
    ----------
    data
        What a rule file holds, as plain mappings, lists, texts, numbers and dates.

    Returns
    -------
    DiseaseProfile
        When the document says everything it must, and nothing it must not.
    tuple of Problem
        Otherwise: every problem found, with the path of its field.
    """
    top = Reader(data)
    if top.problems:
        return tuple(top.problems)  # else every field were missing, one by one
    profile = _profile(top)
    top.close()
    if not top.problems:
        _consistent(top, profile)
    return tuple(top.problems) or profile


def _profile(top: Reader) -> DiseaseProfile:
    lo, typical, hi, source = _incubation(top)
    return DiseaseProfile(
        id=top.text("id"),
        version=top.text("version"),
        names=names_of(top.child("names")),
        aliases=texts(top, "aliases"),
        standing=top.choice("standing", Standing),
        superseded=_names(top, "superseded"),
        validity=_validity(top.child("validity")),
        legal_class=top.choice("legal_class", LegalClass),
        class_source=sentence_of(top, "class_source"),
        managed_as_a=top.flag("manage_as_A", default=False),
        provisional_a=top.flag("provisional_A", default=False),
        routes=texts(top, "routes"),
        incubation_days=(lo, typical, hi),
        incubation_source=source,
        case_definitions=tuple(_case(r) for r in top.readers("case_definitions")),
        indicators=tuple(_indicator(r) for r in top.readers("indicators")),
        objective=_objective(top.child("objective")),
        end_rule=_end_rule(top.child("end_rule")),
        community_zero=_community_zero(top.child("community_zero")),
        report_h=top.whole("statutory_report_h", 1, WEEK_H),
        cluster_report_h=top.whole("cluster_report_h", 1, WEEK_H),
        measures=_measures(top),
        epidemiology=epidemiology_of(top.child("epidemiology")),
        **_lists(top),  # type: ignore[arg-type]  # each value is read with its field's type
    )


def _lists(top: Reader) -> Mapping[str, object]:
    testing = top.child("testing")
    out: dict[str, object] = {
        "zones": _numbers(top, "zones"),
        "thresholds": _numbers(top, "thresholds"),
        "workforce": _numbers(top, "workforce"),
        "checklists": texts(top, "checklists"),
        "facility_uses": texts(top, "facility_uses"),
        "testing": testing.flag("offered"),
        "pool_size": testing.whole("pool_size", 1, 50, 1),
        "messages": tuple(names_of(r) for r in top.readers("messages")),
        "vulnerable": texts(top, "vulnerable"),
        "small_cell": top.whole("small_cell", 2, 20),
        "cost_panel": texts(top, "cost_panel"),
    }
    testing.close()
    return out


def texts(r: Reader, key: str) -> tuple[str, ...]:
    """Read a list of texts; each bad one is noted with its position."""
    out = []
    for i, item in r.items(key):
        if isinstance(item, str) and item.strip():
            out.append(item)
        else:
            r.problems.append(Problem((*r.path, key, i), "expected_text", {"got": str(item)[:60]}))
    return tuple(out)


def _names(r: Reader, key: str) -> Names | None:
    child = r.maybe(key)
    return None if child is None else names_of(child)


def _numbers(r: Reader, key: str) -> Mapping[str, float]:
    out: dict[str, float] = {}
    child = r.maybe(key)
    if child is not None:
        child.keyed(lambda c, k: out.__setitem__(k, c.number(k, 0, 1e9)))
        child.close()
    return out


def _day(r: Reader, key: str) -> date:
    value = r.take(key)
    if type(value) is date:
        return value
    if value is not None:
        r.note("expected_date", key, got=str(value)[:60])
    return date.min


def _validity(r: Reader) -> Validity:
    out = Validity(_day(r, "from"), _day(r, "until"), r.text("cdc", ""), r.text("legal", ""))
    if out.last < out.first:
        r.note("ends_before_start", "until", start=str(out.first), end=str(out.last))
    r.close()
    return out


def _incubation(top: Reader) -> tuple[float, float, float, str]:
    r = top.child("incubation_days")
    lo, hi = r.number("min", 0, YEAR_DAYS), r.number("max", 0, YEAR_DAYS)
    typical = r.number("typical", 0, YEAR_DAYS)
    source = r.text("source")
    if not lo <= typical <= hi:
        r.note("not_in_order", None, names="min, typical, max")
    r.close()
    return lo, typical, hi, source


def _case(r: Reader) -> CaseDefinition:
    out = CaseDefinition(r.text("code"), names_of(r.child("names")))
    r.close()
    return out


def _indicator(r: Reader) -> Indicator:
    code, names, unit = r.text("code"), names_of(r.child("names")), r.text("unit", "")
    bands = tuple(r.bounded(item, (0, 1e9), "bands") for _, item in r.items("bands", optional=True))
    if list(bands) != sorted(set(bands)):
        r.note("not_rising", "bands")
    out = Indicator(
        code, names, unit, bands, r.text("goal", ""), r.whole("window_h", 1, WEEK_H, 24)
    )
    r.close()
    return out


def _objective(r: Reader) -> Objective:
    out = Objective(r.choice("kind", ObjectiveKind), names_of(r.child("names")))
    r.close()
    return out


def _end_rule(r: Reader) -> EndRule:
    out = EndRule(
        r.text("code"), r.whole("days", 0, YEAR_DAYS), _names(r, "also"), r.text("source")
    )
    r.close()
    return out


def _community_zero(r: Reader) -> CommunityZero:
    supported = r.flag("supported")
    days = r.whole("days", 1, YEAR_DAYS) if supported else 0
    rate = r.number("basic_per_100k", 0, 1000) if supported else 0.0
    out = CommunityZero(supported, days, rate, () if supported else texts(r, "replaced_by"))
    r.close()
    return out


def _measures(top: Reader) -> Mapping[str, MeasureRule]:
    rules: dict[str, MeasureRule] = {}
    for key, permission in (
        ("measures_allowed", Permission.ALLOWED),
        ("measures_conditional", Permission.CONDITIONAL),
        ("measures_forbidden", Permission.FORBIDDEN),
    ):
        section = top.child(key)
        section.keyed(lambda r, code, p=permission: _measure(r, code, p, rules))  # type: ignore[misc]
    for code in MEASURE_CODES:
        if code not in rules:
            top.note("measure_not_decided", None, measure=code)
    return rules


def _measure(
    section: Reader, code: str, permission: Permission, rules: dict[str, MeasureRule]
) -> None:
    if code not in MEASURE_CODES:
        section.note("unknown_measure", code, measure=code)
        return
    if code in rules:
        section.note("measure_twice", code, measure=code)
    r = section.child(code)
    forbidden = permission is Permission.FORBIDDEN
    levels = frozenset() if forbidden else _members(r, "levels", ResponseLevel)
    needs = _members(r, "needs", Need) if r.has("needs") else frozenset()
    condition = _names(r, "reason" if forbidden else "condition")
    if permission is not Permission.ALLOWED and condition is None and not needs:
        r.note("missing", "reason" if forbidden else "condition")
    rules[code] = MeasureRule(permission, levels, needs, condition)
    r.close()


def _members(r: Reader, key: str, kinds: type[E]) -> frozenset[E]:
    found = (r.member(item, kinds, key) for _, item in r.items(key))
    return frozenset(m for m in found if m is not None)


def _consistent(top: Reader, p: DiseaseProfile) -> None:
    """Check what no single field can say: law and standing."""
    as_a = p.legal_class is LegalClass.A or p.managed_as_a or p.provisional_a
    for code, rule in p.measures.items():
        open_to_all = rule.permission is not Permission.FORBIDDEN
        guarded = as_a or Need.MANAGED_AS_A in rule.needs
        if open_to_all and code in ONLY_MANAGED_AS_A and not guarded:
            top.note("only_class_a", None, measure=code)
        asked = as_a or Need.MAJOR_EPIDEMIC in rule.needs
        if open_to_all and code in ONLY_IN_MAJOR and not asked:
            top.note("only_in_major", None, measure=code)
    if (p.superseded is not None) is not (p.standing is Standing.TRAINING):
        top.note("superseded_is_training", "standing")
