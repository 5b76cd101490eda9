"""How many figures of a round are where: in all, by theme, and by the organisation that provides them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import Organisation
from performance.rounds.expected import Expected, ReturnStatus
from priorities.models import Theme

# What is told apart when figures are counted: a suppressed figure is in.
COUNTED = (
    *(ReturnStatus.IN, ReturnStatus.PROVISIONAL, ReturnStatus.LATE, ReturnStatus.NOT_YET_DUE),
    *(ReturnStatus.NO_DAY_SET, ReturnStatus.NOT_APPLICABLE),
)
# What is not settled when the board meets.
OPEN = (
    ReturnStatus.LATE,
    ReturnStatus.PROVISIONAL,
    ReturnStatus.NOT_YET_DUE,
    ReturnStatus.NO_DAY_SET,
)

NO_THEME, NO_PROVIDER = "no-theme", "not-stated"


def counted_as(place: ReturnStatus) -> ReturnStatus:
    """The one of `COUNTED` that a place counts as: a suppressed figure has been sent, so that it is in."""
    return ReturnStatus.IN if place == ReturnStatus.SUPPRESSED else place


@dataclass(frozen=True)
class Tally:
    """How many figures are looked for, and how many of them are in each place of `COUNTED`, in that order."""

    expected: int
    counts: Mapping[ReturnStatus, int]
    suppressed: int = 0

    @classmethod
    def of(cls, places: Iterable[ReturnStatus]) -> Tally:
        found = Counter(places)
        suppressed = found.pop(ReturnStatus.SUPPRESSED, 0)
        found[ReturnStatus.IN] += suppressed
        return cls(found.total(), {place: found[place] for place in COUNTED}, suppressed)

    @property
    def columns(self) -> list[tuple[str, int]]:
        """What is told apart, in words, and how many figures are such."""
        return [(str(place.label), count) for place, count in self.counts.items()]


@dataclass(frozen=True)
class RoundGroup:
    """A theme or an organisation, `name` being what stands where there is none; `value` narrows the list to it."""

    name: str
    value: str
    tally: Tally


def by_theme(
    expected: Sequence[Expected], themes_of: Mapping[int, Sequence[Theme]]
) -> list[RoundGroup]:
    """In the order of the themes; a figure of two themes counts under both, one of none comes last."""
    themes = {theme.pk: theme for row in themes_of.values() for theme in row}
    in_order = sorted(themes.values(), key=lambda theme: theme.order)

    def keys(row: Expected) -> Iterable[str]:
        return [theme.slug for theme in themes_of.get(row.indicator.pk, ())] or [NO_THEME]

    names = {theme.slug: theme.name for theme in in_order}
    return _grouped(expected, keys, names | {NO_THEME: "No theme"})


def by_provider(expected: Sequence[Expected]) -> list[RoundGroup]:
    """By name, those whose provider is not stated last."""
    names = {row.slug: row.name for row in providers_of(expected)}
    return _grouped(expected, _provider_of, names | {NO_PROVIDER: "Provider not stated"})


def providers_of(expected: Iterable[Expected]) -> list[Organisation]:
    """Those of the figures that are looked for, by name."""
    found = {row.indicator.provider for row in expected if row.indicator.provider}
    return sorted(found, key=lambda row: row.name.casefold())


def _provider_of(row: Expected) -> Iterable[str]:
    provider = row.indicator.provider
    return [provider.slug if provider else NO_PROVIDER]


def _grouped(
    expected: Iterable[Expected],
    keys: Callable[[Expected], Iterable[str]],
    names: Mapping[str, str],
) -> list[RoundGroup]:
    """A group for each of `names`, in that order, that some figure is of."""
    places: dict[str, list[ReturnStatus]] = {value: [] for value in names}
    for row in expected:
        for value in keys(row):
            places[value].append(row.place)
    return [
        RoundGroup(names[value], value, Tally.of(found)) for value, found in places.items() if found
    ]
