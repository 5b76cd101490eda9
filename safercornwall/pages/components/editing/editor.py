"""The pages on which people create, edit, archive and look back on the documents of one noun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safercornwall.pages.components.editing import form_pages, past_pages
from safercornwall.pages.components.editing.edited_noun import EditedNoun
from safercornwall.pages.components.limits import keeps_limits


@dataclass(frozen=True)
class Editor(EditedNoun):
    """A noun with the pages that edit it. `urls` are the addresses of all of them."""

    @property
    def urls(self) -> list[URLPattern]:
        """The fixed addresses come first, so that no slug hides them."""
        one = f"{self.at}{self.record_at}"
        may_add, may_change = (
            permission_required(self.permission(verb), raise_exception=True)
            for verb in ("add", "change")
        )
        may_view = permission_required(self.permission("view"), raise_exception=True)
        form, post = require_http_methods(["GET", "HEAD", "POST"]), require_POST
        return [
            path(f"{self.at}new/", may_add(form(self._view(form_pages.new))), name="new"),
            path(
                f"{self.at}archived/",
                may_change(require_safe(self._view(past_pages.archived))),
                name="archived",
            ),
            path(f"{one}edit/", may_change(form(self._view(form_pages.edit))), name="edit"),
            path(
                f"{one}archive/", may_change(form(self._view(past_pages.archive))), name="archive"
            ),
            path(
                f"{one}bring-back/",
                may_change(post(self._view(past_pages.bring_back))),
                name="bring_back",
            ),
            path(
                f"{one}history/",
                may_view(require_safe(self._view(past_pages.history))),
                name="history",
            ),
            path(
                f"{one}history/<int:number>/",
                may_view(require_safe(self._view(past_pages.version))),
                name="version",
            ),
            path(
                f"{one}history/<int:number>/restore/",
                may_change(post(self._view(past_pages.restore))),
                name="restore",
            ),
        ]

    def _view(self, page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """A page of this noun."""

        @wraps(page)
        def view(request: HttpRequest, **names: Any) -> HttpResponse:
            return page(self, request, **names)

        # Each page that changes something finds the record that may be changed.
        return keeps_limits(view)
