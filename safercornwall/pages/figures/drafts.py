"""What somebody typed for a figure and has not saved: kept with their session, so that each page they see has an address.

A browser that goes back to a page that answered a form shows an error instead.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.sessions.backends.base import SessionBase

from performance.figures.keys import FigureKey

KEPT = (
    *("period", "area", "base", "value", "numerator", "denominator", "state", "comment"),
    *("sure", "reason"),
)
_SESSION_KEY = "figures_typed"
# Of so many figures at once, in so many tabs.
_MOST = 5
# More than any field takes, so that what is too long is still found to be.
_LONGEST = 3_000


class Draft:
    """The draft of one figure, if there is any."""

    def __init__(self, session: SessionBase, asked: FigureKey) -> None:
        self.session = session
        self.key = f"{asked.indicator.pk} {asked.area.pk} {asked.period.start} {asked.period.end}"

    def said(self) -> dict[str, str] | None:
        """As the form sent it."""
        found: dict[str, str] | None = self._all().get(self.key)
        return found

    def keep(self, sent: Mapping[str, str]) -> None:
        others = {key: said for key, said in self._all().items() if key != self.key}
        newest = dict(list(others.items())[-(_MOST - 1) :])
        said = {name: sent[name][:_LONGEST] for name in KEPT if name in sent}
        self.session[_SESSION_KEY] = newest | {self.key: said}

    def forget(self) -> None:
        if self.key in self._all():
            self.session[_SESSION_KEY] = {
                key: said for key, said in self._all().items() if key != self.key
            }

    def _all(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = self.session.get(_SESSION_KEY, {})
        return found
