"""A noun whose documents people edit: how they are found, what they are called, and where their pages are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.limits import is_theirs, must_be_theirs
from core.documents.contents import Contents
from safercornwall.pages.components.editing.document_forms import PartsOf
from safercornwall.pages.components.editing.forms import STATUS_CHANGES, DocumentForm
from safercornwall.pages.components.editing.part_names import FormWords
from safercornwall.pages.components.plan_in_view import current_plan

# By model: the links on pages of records find theirs here.
EDITORS: dict[Any, EditedNoun] = {}


@dataclass(frozen=True)
class EditedNoun:
    """How the documents of a noun are edited.

    `at` is the route of the noun's list ("plans/<slug:plan>/gaps/"), and `record_at` is that of a record after it.
    `found_by` maps the names in these routes to lookups. `may_see(request)` gives the records that a person may know of.
    `starts_with(request, **names)` gives the facts of a new record that its address says.
    `suggests(request, record)` gives the contents that its form starts with.
    `appears_in(record)` gives the themes that a shared record stands under. `after(record)` is where to go after saving.
    `still_missing(record)` says what a saved record lacks, if anything. `only_kept` are parts that its history names and
    its form leaves alone. `known_to(request)` gives a function that leaves out of a version what the person may not know of.
    A change to a field in `reasons_for` needs a reason; fields of parts are there too ("listings.status"). `reason_when`
    is when, in words. `under` names the record on whose page the documents stand. `means(request, record)` says in a
    sentence what a record comes to, be it stored or only typed.
    """

    noun: str
    app: str
    form: type[DocumentForm]
    at: str
    parts: Sequence[PartsOf] = ()
    only_kept: Sequence[PartsOf] = ()
    record_at: str = "<slug:slug>/"
    found_by: dict[str, str] = field(default_factory=dict)
    may_see: Callable[[HttpRequest], QuerySet] | None = None
    starts_with: Callable[..., dict[str, Any]] | None = None
    suggests: Callable[[HttpRequest, Any], Contents] | None = None
    appears_in: Callable[[Any], list[Any]] | None = None
    after: Callable[[Any], str] | None = None
    known_to: Callable[[HttpRequest], Callable[[Contents], Contents]] | None = None
    reasons_for: tuple[str, ...] = ()
    reason_when: str = STATUS_CHANGES
    under: str = ""
    means: Callable[[HttpRequest, Any], str] | None = None
    still_missing: Callable[[Any], str] | None = None

    def __post_init__(self) -> None:
        EDITORS[self.model] = self

    # What it is about

    @property
    def model(self) -> Any:
        return self.form._meta.model  # type: ignore[attr-defined]

    @property
    def nouns(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def is_under_theme(self) -> bool:
        """Whether the address of its list names a theme."""
        return ":theme>" in self.at

    @property
    def words(self) -> FormWords:
        """The labels and names that its history uses."""
        return FormWords(self.form, [*self.parts, *self.only_kept])

    def permission(self, verb: str) -> str:
        meta = self.model._meta
        return f"{meta.app_label}.{verb}_{meta.model_name}"

    def name(self, page: str) -> str:
        return f"{self.app}:{page}"

    # Finding

    def find(self, request: HttpRequest, names: dict[str, Any], *, archived: bool = False) -> Any:
        """The record that the address names. Raises Http404, also for what this person may not know of."""
        rows = self.rows(request, names)
        return get_object_or_404(rows if archived else rows.filter(archived_at=None))

    def find_to_change(
        self, request: HttpRequest, names: dict[str, Any], *, archived: bool = False
    ) -> Any:
        """As `find`. Raises NotTheirs for a limited person whose organisations do not own it."""
        record = self.find(request, names, archived=archived)
        must_be_theirs(request.user, record)
        return record

    def may_change(self, user: Any, record: Any = None) -> bool:
        """Whether a person may change the record, or some record of this noun where none is given."""
        may = user.has_perm(self.permission("change"))
        return may and (record is None or is_theirs(user, record))

    def rows(self, request: HttpRequest, names: dict[str, Any]) -> QuerySet:
        """The records that the address leads to, archived ones too. Raises Http404 for a plan they may not know of."""
        current_plan(request)
        rows = self.may_see(request) if self.may_see else self.model.with_archived.all()
        return rows.filter(
            **{self.found_by.get(name, name): value for name, value in names.items()}
        )

    def address_of(self, record: Any, page: str) -> str:
        """The address of a page about a record."""
        return self.address(page, self.record_names(record))

    def address(self, page: str, names: dict[str, Any]) -> str:
        return reverse(self.name(page), kwargs=names)

    def context(self, request: HttpRequest, record: Any, names: dict[str, Any]) -> dict[str, Any]:
        listed = self.list_names(names)
        found = {
            "editor": self,
            "noun": self.noun,
            "record": record,
            "may_change": self.may_change(request.user, record),
            "archived_at": self.address("archived", listed),
        }
        if record is not None:
            own = {key: value for key, value in names.items() if key != "number"}
            found |= {
                "record_url": self.after_saving(record),
                "stands_on": self.whole_of(record) or record,
                "history_at": self.address("history", own),
                "archive_at": self.address("archive", own),
                "bring_back_at": self.address("bring_back", own),
            }
        return found

    def known_parts(self, request: HttpRequest) -> Callable[[Contents], Contents]:
        """A function that leaves out of contents what this person may not know of."""
        return self.known_to(request) if self.known_to else lambda contents: contents

    def whole_of(self, record: Any) -> Any:
        """The record on whose page this one stands; None where it has a page of its own."""
        return getattr(record, self.under) if self.under else None

    def appears(self, record: Any) -> list[Any]:
        """The themes that a shared record stands under."""
        return self.appears_in(record) if record is not None and self.appears_in else []

    def missing(self, record: Any) -> str:
        """What a saved record lacks, in a sentence that leads to where it is added; empty where nothing."""
        return self.still_missing(record) if self.still_missing else ""

    def after_saving(self, record: Any) -> str:
        """Where to go after saving."""
        return self.after(record) if self.after else str(record.get_absolute_url())

    def list_names(self, names: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in names.items() if f":{name}>" in self.at}

    def record_names(self, record: Any) -> dict[str, Any]:
        """What the address of a record names, read from the record."""
        route = f"{self.at}{self.record_at}"
        wanted = [part.split(":")[1].split(">")[0] for part in route.split("<")[1:]]
        return {name: _follow(record, self.found_by.get(name, name)) for name in wanted}


def _follow(record: Any, lookup: str) -> Any:
    for step in lookup.split("__"):
        record = getattr(record, step)
    return record
