"""Withheld figures: a record that comes out of the database without what readers are not to know."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Case, F, Q, When

from performance.choices import FigureState, WhyWithheld

# All that may tell the number.
TOLD = (
    *("state", "value", "numerator", "denominator", "comment", "reason"),
    *("reason_for_change", "reason_for_closing"),
)


class Withheld(models.Model):
    """Whether readers are told the number, worked out by `performance.figures.small_numbers` whenever a figure is written.

    Whoever fetches a withheld figure gets it as a suppressed one, without its numbers and comment: a new page is safe
    without asking. `in_full` gives them back, for those who may see them and for what compares or corrects them.
    Nothing changes in the database. Columns that are read past the model (`values`, SQL) are not hidden.
    """

    withheld = models.CharField(
        max_length=10, choices=WhyWithheld, blank=True, default="", db_default=""
    )
    withheld_below = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The threshold by which it was worked out."
    )
    withheld_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="withheld_figure_says_since_when",
                condition=Q(withheld="", withheld_below=None, withheld_since=None)
                | Q(~Q(withheld=""), withheld_below__isnull=False, withheld_since__isnull=False),
                violation_error_message="A withheld figure says by which threshold, and since when.",
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if "_told" in self.__dict__:
            raise TypeError("A withheld figure is not saved: what it says is left out of it.")
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Self:
        found: Self = super().from_db(db, field_names, values)
        if found._is_told and found.withheld:
            found._hide()
        return found

    @property
    def withheld_words(self) -> str:
        """Why it is withheld, as readers are told; empty where it is not. Which of the two it is would tell the number."""
        if not self.withheld:
            return ""
        return f"fewer than {self.withheld_below}, or withheld so that another cannot be worked out"

    @property
    def _is_told(self) -> bool:
        """Whether anything was fetched that may tell the number."""
        return any(name in self.__dict__ for name in TOLD)

    def _hide(self) -> None:
        told = {name: self.__dict__[name] for name in TOLD if name in self.__dict__}
        hidden = {
            "state": FigureState.SUPPRESSED.value,
            "reason": self.withheld_words,
            **dict.fromkeys(("comment", "reason_for_change", "reason_for_closing"), ""),
        }
        self.__dict__ |= {name: hidden.get(name) for name in told}
        self.__dict__["_told"] = told

    def in_full(self) -> Self:
        """The same record with what is withheld from readers."""
        self.__dict__ |= self.__dict__.pop("_told", {})
        return self


def shown_value() -> Case:
    """As a column to order by: the value where readers are told it. The order of withheld ones would tell of them."""
    return Case(When(withheld="", then=F("value")))
