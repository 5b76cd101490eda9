"""A list on its page: its rows in cells, headings that sort, exports of what is shown, and ways to widen it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Choices, Model
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from accounts.backends import limits_of
from accounts.limits import is_theirs
from core.lists.columns import Link, ListColumn, plain
from core.lists.filters import ARRANGEMENT, ORDER, VIEW
from safercornwall.lists.day_in_view import clocks_in_view
from safercornwall.lists.noun_list import NounList, PlanList, Reader
from safercornwall.pages.components.plan_in_view import NoPlanYet, current_plan
from safercornwall.pages.components.several.pages import SEVERAL
from safercornwall.pages.components.several.verbs import SeveralVerb

FORMATS = (("xlsx", "Excel"), ("csv", "CSV"))


@dataclass(frozen=True)
class ListCell:
    """A value in a column. `kind` says how it is shown: tag, links, date, moment, number, text or none."""

    column: ListColumn
    value: Any

    @property
    def kind(self) -> str:
        match self.value:
            case None | "" | [] | ():
                return "none"
            case Choices() if self.column.look:
                return "tag"
            case list() | tuple() | Model() | Link():
                return "links"
            case bool():
                return "text"
            case datetime():
                return "moment"
            case date():
                return "date"
            case int() | Decimal():
                return "number"
        return "text"

    @property
    def text(self) -> Any:
        return plain(self.value)

    @property
    def links(self) -> list[tuple[str, str]]:
        """Words and address of each, the address empty where there is none."""
        values = self.value if isinstance(self.value, list | tuple) else [self.value]
        return [(str(plain(one)), _address_of(one)) for one in values]


def _address_of(value: Any) -> str:
    if isinstance(value, Link):
        return value.url
    return value.get_absolute_url() if hasattr(value, "get_absolute_url") else ""


@dataclass(frozen=True)
class ListLine:
    """A row with its cells: the first names it."""

    row: Any
    cells: list[ListCell]

    @property
    def record(self) -> Any:
        return self.cells[0].value


@dataclass(frozen=True)
class SortHeading:
    """The heading of a column. `url` sorts by it, or turns the order round where it is `sorted` (ascending, descending)."""

    label: str
    url: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class SeveralBar:
    """What may be done to the chosen rows of a list, and the query that comes back to it."""

    address: str
    verbs: tuple[SeveralVerb, ...]
    back: str


class ListPage:
    """A list as somebody asked for it. `parameter` names the page where a page has two lists.

    `several` is None for who may not change its records.
    """

    several: SeveralBar | None = None

    def __init__(self, listing: NounList, query: QueryDict, parameter: str = "page"):
        self.listing = listing
        self.query = query.copy()
        for name in [name for name in self.query if name not in listing.form.fields]:
            self.query.pop(name)
        self.form = listing.form
        self.page = listing.page(query.get(parameter))

    @property
    def columns(self) -> list[ListColumn]:
        return [column for column in self.listing.columns if not column.is_only_exported]

    @cached_property
    def lines(self) -> list[ListLine]:
        columns = self.columns
        return [
            ListLine(row, [ListCell(column, column.value(row)) for column in columns])
            for row in self.page.object_list
        ]

    @property
    def headings(self) -> list[SortHeading]:
        return [self._heading(column) for column in self.columns]

    @property
    def is_paged(self) -> bool:
        return self.listing.is_table or not self.listing.is_whole

    @property
    def exports(self) -> list[tuple[str, str]]:
        """The formats, and where this list is to be had in each."""
        return [(label, self._export_url(extension)) for extension, label in FORMATS]

    @property
    def looks(self) -> list[tuple[str, str, bool]]:
        """The list's own look and the table: words, address, and whether it is the one that is shown."""
        if not self.listing.own_look:
            return []
        is_table = self.listing.is_table
        return [
            (self.listing.own_look, self._address(**{VIEW: None}), not is_table),
            ("Table", self._address(**{VIEW: "table"}), is_table),
        ]

    @property
    def ways_to_widen(self) -> list[tuple[str, str]]:
        """Each filter that narrows the list, and the list without it."""
        chosen = self.form.chosen_filters
        return [(row.words, self._address(**{row.name: None})) for row in chosen]

    def _heading(self, column: ListColumn) -> SortHeading:
        if not column.is_sortable:
            return SortHeading(column.heading)
        sorted_by, backwards = self.listing.order or (None, False)
        if column is not sorted_by:
            return SortHeading(column.heading, self._address(**{ORDER: column.key}))
        other_way = column.key if backwards else f"-{column.key}"
        way = "descending" if backwards else "ascending"
        return SortHeading(column.heading, self._address(**{ORDER: other_way}), way)

    def _address(self, **changes: str | None) -> str:
        """The address of the same list with some filters changed, or dropped where the change is None."""
        query = self.query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return f"?{query.urlencode()}"

    def _export_url(self, extension: str) -> str:
        query = self.query.copy()
        for name in ARRANGEMENT:
            if name != ORDER:
                query.pop(name, None)
        address = export_address(self.listing, extension)
        return f"{address}?{query.urlencode()}" if query else address


def export_address(listing: NounList, extension: str) -> str:
    if isinstance(listing, PlanList):
        return reverse("exports:list_in_plan", args=[listing.plan.slug, listing.key, extension])
    return reverse("exports:list", args=[listing.key, extension])


def reader_of(request: HttpRequest) -> Reader:
    plan = current_plan(request)
    return Reader(request.user, plan, clocks_in_view(request, plan))


def list_context(request: HttpRequest, kind: type[NounList], *, cells: str = "") -> dict[str, Any]:
    """What the page of a list shows. Raises PermissionDenied and Http404.

    `cells` is a template for cells of its table that say more than their value.
    """
    if not kind.may_be_read_by(request.user):
        raise PermissionDenied
    reader = reader_of(request)
    if kind.needs_a_plan and reader.plan is None:
        raise NoPlanYet
    shown = ListPage(kind(reader, request.GET), request.GET)
    shown.several = _several(request, kind, shown)
    return {
        "plan": reader.plan,
        "as_at": reader.as_at,
        "list": shown,
        "form": shown.form,
        "page": shown.page,
        "cells": cells,
    }


def _several(request: HttpRequest, kind: type[NounList], shown: ListPage) -> SeveralBar | None:
    several = SEVERAL.get(kind)
    if several is None or not several.may(request.user) or not shown.page.object_list:
        return None
    if limits_of(request.user) and not any(
        is_theirs(request.user, line.record) for line in shown.lines
    ):
        return None
    names = {"plan": shown.listing.reader.plan.slug} if kind.is_in_plan else {}
    back = shown.query.copy()
    if shown.page.number > 1:
        back["page"] = str(shown.page.number)
    return SeveralBar(several.address("several", names), several.verbs, back.urlencode())
