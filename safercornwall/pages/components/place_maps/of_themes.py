"""Towns by how many themes name them, as values on a map."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from places.models import Area
from safercornwall.pages.components.place_maps.values import (
    PlaceValue,
    PlaceValues,
    in_quantiles,
)
from safercornwall.pages.components.ranked_places import COMPARED, PlaceUnderThemes


def themes_words(number: Decimal | int) -> str:
    return "1 theme" if number == 1 else f"{number} themes"


def theme_values(found: Sequence[PlaceUnderThemes]) -> PlaceValues:
    """Of the places that some theme names."""
    noun, nouns = COMPARED[Area.Kind(found[0].place.kind)] if found else ("town", "towns")
    values, classes = in_quantiles([_named(one) for one in found if one.themes], themes_words)
    return PlaceValues(
        key="themes",
        title=f"{nouns} by how many themes name them",
        measure="Themes",
        values=values,
        classes=classes,
        classed_by=f"A theme names a {noun} where it, or a place inside it, is a priority area or has an open delivery gap.",
    )


def _named(one: PlaceUnderThemes) -> PlaceValue:
    high = f", rated high for {len(one.rated_high)}" if one.rated_high else ""
    number = Decimal(len(one.themes))
    return PlaceValue(one.place, number, f"{themes_words(number)}{high}")
