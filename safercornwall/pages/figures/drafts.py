"""Figures that a person has typed and not saved. Their session keeps them, so each page has an address of its own.

Without an address, the browser's back button shows an error.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.sessions.backends.base import SessionBase

from performance.figures.keys import FigureKey

DRAFT_FIELDS = (
    *("period", "area", "base", "value", "numerator", "denominator", "state", "comment"),
    *("sure", "reason"),
)
_SESSION_KEY = "figures_typed"
# A person may fill in several figures at once, each in its own tab.
_MAX_DRAFTS = 5
# More than any field accepts, so that a text that is too long still fails.
_MAX_LENGTH = 3_000


class Draft:
    """The draft of one figure, if there is any."""

    def __init__(self, session: SessionBase, figure_key: FigureKey) -> None:
        self.session = session
        self.key = f"{figure_key.indicator.pk} {figure_key.area.pk} {figure_key.period.start} {figure_key.period.end}"

    def values(self) -> dict[str, str] | None:
        """The values as the form sent them, or None without a draft."""
        found: dict[str, str] | None = self._all().get(self.key)
        return found

    def save(self, sent: Mapping[str, str]) -> None:
        newest = dict(list(self._others().items())[-(_MAX_DRAFTS - 1) :])
        values = {name: sent[name][:_MAX_LENGTH] for name in DRAFT_FIELDS if name in sent}
        self.session[_SESSION_KEY] = newest | {self.key: values}

    def delete(self) -> None:
        if self.key in self._all():
            self.session[_SESSION_KEY] = self._others()

    def _others(self) -> dict[str, dict[str, str]]:
        return {key: values for key, values in self._all().items() if key != self.key}

    def _all(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = self.session.get(_SESSION_KEY, {})
        return found
