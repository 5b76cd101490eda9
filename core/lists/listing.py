"""A list as it is asked for: narrowed by its filters, in an order that it offers, a page at a time or whole."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet

from core.lists.columns import ListColumn, in_order
from core.lists.filters import ORDER, SIZE, VIEW, Filters


class Listing:
    """The list of a noun, as it is declared and as it is asked for. A page and its export hold the same rows.

    `found` gives a queryset, of which only the rows of a page are read, or all rows where only they know what
    the filters ask. `permission` is what reading it takes, unless a noun's own rule says. A list with an `own_look` (cards, groups, a tree)
    shows as a table where that is asked for; it is `whole` where that look is never cut into pages.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    noun: ClassVar[str]
    nouns: ClassVar[str]
    permission: ClassVar[str]
    columns: ClassVar[tuple[ListColumn, ...]]
    first_order: ClassVar[str] = "As the plan lists them"
    size: ClassVar[int] = 50
    own_look: ClassVar[str] = ""
    is_whole: ClassVar[bool] = False

    # The title of its page, where that holds more than the list.
    heading: ClassVar[str] = ""

    form: Filters

    def found(self) -> QuerySet | list[Any]:
        """What the filters leave, in the first order."""
        raise NotImplementedError

    def read(self, records: QuerySet) -> list[Any]:
        """Rows of records, each with all that the columns ask of it."""
        return list(records)

    def arrange(self, form: Filters) -> Filters:
        form.arrange(self._orders(), first=self.first_order, size=self.size, own_look=self.own_look)
        return form

    @cached_property
    def order(self) -> tuple[ListColumn, bool] | None:
        """The column to sort by, and whether backwards. Only what the form offers gets here."""
        asked = self.form.chosen.get(ORDER, "")
        if not asked:
            return None
        column = next(column for column in self.columns if column.key == asked.removeprefix("-"))
        return column, asked.startswith("-")

    @cached_property
    def arranged(self) -> QuerySet | list[Any]:
        """A queryset in order, its rows unread, or all rows in order."""
        found = self.found()
        if self.order is None:
            return found
        column, backwards = self.order
        if isinstance(found, QuerySet) and column.order_by is not None:
            by = column.order_by
            first = by.desc(nulls_last=True) if backwards else by.asc(nulls_last=True)  # type: ignore[attr-defined]
            return found.order_by(first, *found.query.order_by, F("pk").asc())
        rows = self.read(found) if isinstance(found, QuerySet) else found
        return in_order(rows, column.sort_key or column.plain, reverse=backwards)

    @cached_property
    def is_table(self) -> bool:
        return not self.own_look or VIEW in self.form.chosen

    @cached_property
    def rows(self) -> list[Any]:
        """All of them."""
        return self.rows_of(self.arranged)

    @property
    def known_count(self) -> int | None:
        """How many rows there are, where that was asked already."""
        return None

    def page(self, number: str | None) -> Page:
        """The rows of a page; of the first or last where there is no such page."""
        if self.is_whole and not self.is_table:
            return Paginator(self.rows, max(len(self.rows), 1)).get_page(1)
        size = int(self.form.chosen.get(SIZE, self.size))
        paginator = Paginator(self.arranged, size)
        if self.known_count is not None:
            paginator.count = self.known_count
        page = paginator.get_page(number)
        page.object_list = self.rows_of(page.object_list)
        return page

    @property
    def described(self) -> str:
        """Its title with what narrows it: "Projects: theme Burglary, status on hold"."""
        filters = ", ".join(chosen.words for chosen in self.form.chosen_filters)
        title = self.heading or self.title
        return f"{title}: {filters}" if filters else title

    def rows_of(self, records: Any) -> list[Any]:
        """Rows of some of what was `found`."""
        return self.read(records) if isinstance(records, QuerySet) else list(records)

    def _orders(self) -> Iterable[tuple[str, str]]:
        for column in self.columns:
            if column.is_sortable:
                onwards, backwards = column.order_words
                yield column.key, onwards
                yield f"-{column.key}", backwards
