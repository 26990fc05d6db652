"""Compounds and buildings that a scope names: whether they are drawn, how they are called."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from bihuan.domain.measures.scopes import Scope, ScopePlace
from bihuan.domain.refusals import Refusal
from bihuan.features.premises import api as premises


def places_named(scopes: Mapping[str, Scope]) -> Mapping[str, Scope]:
    """Return scopes with the names and residents of their places, by one query for all."""
    wanted = {one.compound for scope in scopes.values() for one in scope.places}
    if not wanted:
        return scopes
    known = premises.compounds_by_id(wanted)
    return {
        name: Scope(scope.whole, tuple(told(one, known.get(one.compound)) for one in scope.places))
        for name, scope in scopes.items()
    }


def told(place: ScopePlace, drawn: premises.CompoundView | None) -> ScopePlace:
    """Return a place with its names, and who lives there as its plan says."""
    if drawn is None:
        en = premises.building_en(place.building)
        return replace(place, zh=place.building, en=en, residents=None)
    zh, en = drawn.name_zh, drawn.name_en or drawn.name_zh
    if not place.building:
        return replace(place, zh=zh, en=en, residents=drawn.residents)
    residents = drawn.plan.buildings.get(place.building)
    en = f"{en}, {premises.building_en(place.building)}"
    return replace(place, zh=zh + place.building, en=en, residents=residents)


def wrong_places(places: Collection[ScopePlace]) -> Refusal | None:
    """Refuse what is no drawn compound of its zone, or no building of one."""
    known = premises.compounds_by_id({one.compound for one in places})
    for one in places:
        drawn = known.get(one.compound)
        if drawn is None or drawn.zone != one.zone:
            return Refusal("place_not_drawn", {"place": one.compound[:32]})
        if one.building and one.building not in drawn.plan.buildings:
            return Refusal("place_not_drawn", {"place": f"{drawn.name_zh} {one.building[:60]}"})
    return None


def places_said(texts: Iterable[str]) -> tuple[ScopePlace, ...]:
    """Return the places that a browser names as compound, or compound/building; unknown ones not.

    A building that the plan does not have stays, so that it is refused by its name.
    """
    said = [text.partition("/") for text in texts]
    known = premises.compounds_by_id({compound for compound, *_ in said})
    return tuple(
        told(ScopePlace(known[compound].zone, compound, building), known[compound])
        for compound, _, building in said
        if compound in known
    )


def place_key(place: ScopePlace) -> str:
    """Return how a browser names a place."""
    return f"{place.compound}/{place.building}" if place.building else place.compound
