"""How many figures of a round have each return status: in all, by theme, and by provider."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import Organisation
from performance.rounds.expected import Expected, ReturnStatus
from priorities.models import Theme

# The statuses that are counted; a suppressed figure counts as in.
COUNTED = (
    *(ReturnStatus.IN, ReturnStatus.PROVISIONAL, ReturnStatus.LATE, ReturnStatus.NOT_YET_DUE),
    *(ReturnStatus.NO_DAY_SET, ReturnStatus.NOT_APPLICABLE),
)
# The statuses that are still open when the board meets.
OPEN = (
    ReturnStatus.LATE,
    ReturnStatus.PROVISIONAL,
    ReturnStatus.NOT_YET_DUE,
    ReturnStatus.NO_DAY_SET,
)

NOT_KNOWN = "Not known"

# Beside the slugs of themes and organisations. No slug has a colon.
NO_THEME, NO_PROVIDER = "no:theme", "not:stated"


def tallied_status(status: ReturnStatus) -> ReturnStatus:
    """The status that a figure counts under: a suppressed figure has been sent, so it is in."""
    return ReturnStatus.IN if status == ReturnStatus.SUPPRESSED else status


@dataclass(frozen=True)
class Tally:
    """How many figures are expected, and how many have each status of `COUNTED`, in that order."""

    expected: int
    counts: Mapping[ReturnStatus, int]
    suppressed: int = 0

    @classmethod
    def of(cls, statuses: Iterable[ReturnStatus]) -> Tally:
        found = Counter(statuses)
        suppressed = found.pop(ReturnStatus.SUPPRESSED, 0)
        found[ReturnStatus.IN] += suppressed
        return cls(found.total(), {status: found[status] for status in COUNTED}, suppressed)

    @property
    def columns(self) -> list[tuple[str, int]]:
        """Each status in words, with its number of figures."""
        return [(str(status.label), count) for status, count in self.counts.items()]

    @property
    def cells(self) -> list[tuple[str, int | str]]:
        """As a table shows them."""
        return [(str(status.label), self.shown(status)) for status in self.counts]

    def shown(self, status: ReturnStatus) -> int | str:
        """The number of figures; of late ones "Not known" where none that is missing has a day on which it is due."""
        if status == ReturnStatus.LATE and self.is_lateness_unknown:
            return NOT_KNOWN
        return self.counts[status]

    @property
    def missing(self) -> int:
        absent = (ReturnStatus.LATE, ReturnStatus.NOT_YET_DUE, ReturnStatus.NO_DAY_SET)
        return sum(self.counts[status] for status in absent)

    @property
    def is_lateness_unknown(self) -> bool:
        return 0 < self.missing == self.counts[ReturnStatus.NO_DAY_SET]

    @property
    def missing_words(self) -> str:
        """ "9 missing; lateness is not known: no due dates are set." Empty where every missing figure has a due date."""
        undated = self.counts[ReturnStatus.NO_DAY_SET]
        if not undated:
            return ""
        if self.is_lateness_unknown:
            return f"{self.missing} missing; lateness is not known: no due dates are set."
        whether = "whether it is late is not known: no due date is set."
        if undated > 1:
            whether = "whether they are late is not known: no due dates are set."
        return f"{self.missing} missing, {self.counts[ReturnStatus.LATE]} of them late; of {undated} {whether}"


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
    statuses: dict[str, list[ReturnStatus]] = {value: [] for value in names}
    for row in expected:
        for value in keys(row):
            statuses[value].append(row.status)
    return [
        RoundGroup(names[value], value, Tally.of(found))
        for value, found in statuses.items()
        if found
    ]
