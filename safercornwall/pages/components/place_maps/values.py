"""What is known of places, in the classes of a map: the same for its picture and for its table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from places.models import Area
from safercornwall.pages.components.pictures.maps.signs import ClassSign

MOST_CLASSES = 5


@dataclass(frozen=True)
class PlaceValue:
    """One place. `words` say its value with the unit; a value that is suppressed has neither value, words nor class.

    `place_class` is the number of its class, the first is 0; None where there is no value. `why` says why there is none.
    """

    area: Area
    value: Decimal | None = None
    words: str = ""
    place_class: int | None = None
    is_suppressed: bool = False
    why: str = ""

    def __post_init__(self) -> None:
        if self.is_suppressed and (self.words or self.value is not None):
            raise ValueError("A suppressed value is not told.")

    @property
    def told(self) -> str:
        if self.is_suppressed:
            return "Suppressed (small number)"
        return self.words or self.why or "No data"


@dataclass(frozen=True)
class PlaceValues:
    """What one map shows. `measure` is the heading of its column, `classed_by` says how its classes were made.

    Classes that are statuses have `signs`. `no_data` says what has no class.
    """

    key: str
    title: str
    measure: str
    values: tuple[PlaceValue, ...]
    classes: tuple[str, ...] = ()
    classed_by: str = ""
    source: str = ""
    href: str = ""
    signs: tuple[ClassSign, ...] = ()
    no_data: str = "No data"

    @property
    def highest_first(self) -> list[PlaceValue]:
        """Those without a value last."""
        return sorted(
            self.values,
            key=lambda one: (
                one.place_class is None,
                not one.is_suppressed,
                -(one.value or 0),
                -(one.place_class or 0),
                one.area.name.casefold(),
            ),
        )

    @property
    def has_other_classes(self) -> bool:
        """Whether a class says more than the value itself: bands of scores do, ratings do not."""
        return any(one.value is not None for one in self.values)

    def class_of(self, one: PlaceValue) -> str:
        return "" if one.place_class is None else self.classes[one.place_class]


def in_quantiles(
    values: Iterable[PlaceValue], words: Callable[[Decimal], str]
) -> tuple[tuple[PlaceValue, ...], tuple[str, ...]]:
    """The values in at most five classes, with as many places in each as may be, and the classes in words.

    Equal values are always in one class, and each class is named by the lowest and the highest value in it.
    """
    values = list(values)
    known = sorted(one.value for one in values if one.value is not None)
    number_of = _quantiles(known)
    limits: dict[int, list[Decimal]] = {}
    for value in known:
        limits.setdefault(number_of[value], []).append(value)
    classed = tuple(
        one if one.value is None else replace(one, place_class=number_of[one.value])
        for one in values
    )
    return classed, tuple(_span(limits[number], words) for number in sorted(limits))


def _quantiles(known: Sequence[Decimal]) -> dict[Decimal, int]:
    """Each value with the number of its class, without gaps between the numbers."""
    most = min(MOST_CLASSES, len(set(known)))
    first: dict[Decimal, int] = {}
    for place, value in enumerate(known):
        first.setdefault(value, place)
    found = {value: place * most // len(known) for value, place in first.items()}
    numbers = {old: new for new, old in enumerate(sorted(set(found.values())))}
    return {value: numbers[old] for value, old in found.items()}


def _span(values: Sequence[Decimal], words: Callable[[Decimal], str]) -> str:
    """ "2 to 3 themes": the unit is said once."""
    low, high = words(values[0]), words(values[-1])
    number, _, unit = low.partition(" ")
    if low == high:
        return low
    return f"{number if unit and high.endswith(f' {unit}') else low} to {high}"
