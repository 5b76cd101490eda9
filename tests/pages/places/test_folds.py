"""Many small places of a kind are folded away under how many they are."""

import pytest

from places.models import Area
from safercornwall.pages.places.tree import MAX_SHOWN, fold


def places(kind, count):
    return [Area(name=f"{kind} {n}", kind=kind) for n in range(count)]


def test_more_than_a_few_of_a_kind_are_folded_away():
    towns, beats, lsoas = places("town", 30), places("beat", MAX_SHOWN), places("lsoa", 1308)
    folded = fold([*towns, *beats, *lsoas], lambda area: area)
    assert list(folded.shown) == [*towns, *beats]
    assert [(one.label, list(one.places)) for one in folded.folds] == [("1,308 LSOAs", lsoas)]


@pytest.mark.parametrize("found", [[], places("lsoa", MAX_SHOWN), places("network_area", 40)])
def test_a_few_and_what_others_lie_in_are_shown(found):
    folded = fold(found, lambda area: area)
    assert (list(folded.shown), folded.folds) == (found, ())
