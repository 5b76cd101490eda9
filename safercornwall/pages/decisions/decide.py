"""A decision is taken: what was decided, on which day, and with which papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.form_drafts import drop_draft
from accounts.limits import must_be_theirs
from core.documents.actions import ChangedSince, Gone, save
from core.documents.contents import Contents, Shape
from core.documents.writing import Refused
from core.records.fetching import know_parents
from priorities.models import Decision
from safercornwall.pages.components.editing.document_forms import DocumentForms
from safercornwall.pages.components.editing.drafts import draft_offered, sent
from safercornwall.pages.components.editing.form_pages import number_of
from safercornwall.pages.components.editing.forms import OUT_OF_DATE, DocumentForm
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.components.plan_in_view import plan_as_it_stands

FIELDS = ("outcome", "decided_on", "papers")
SHAPE = Shape.of(Decision, (*FIELDS, "status"), {})


class DecideForm(DocumentForm):
    class Meta(DocumentForm.Meta):
        model = Decision
        fields = FIELDS
        labels = {
            "outcome": "What was decided",
            "decided_on": "Decided on",
            "papers": "What the board had in front of it",
        }
        help_texts = {
            "outcome": "",
            "decided_on": "For example, 31 March 2012 or 31/3/12.",
            "papers": "The papers, or where they are.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("outcome", "decided_on"):
            self.fields[name].required = True
        self.fields["decided_on"].error_messages["required"] = "Enter the day it was decided on"


@keeps_limits
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("priorities.change_decision", raise_exception=True)
def decide(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    snapshot = plan_as_it_stands(request)
    decision: Any = get_object_or_404(Decision, plan=snapshot.plan, slug=slug)
    know_parents([decision], [snapshot.plan])
    must_be_theirs(request.user, decision)
    if decision.status != Decision.Status.OUTSTANDING:
        messages.info(request, "This decision is taken already.")
        return redirect(decision.get_absolute_url())
    data, is_sent = sent(request), request.method == "POST"
    page = DocumentForms(
        DecideForm,
        (),
        data=data,
        contents=Contents(
            {
                "outcome": decision.outcome,
                "decided_on": snapshot.as_at,
                "papers": decision.papers,
            }
        ),
        plan=snapshot.plan,
        version=number_of(data.get("version")) if data is not None else decision.version,
        check=is_sent,
    )
    if is_sent and page.is_valid() and _save(decision, page, by=request.user):
        drop_draft(request.user, request.path)
        messages.success(request, f"The decision “{decision}” is recorded.")
        return redirect(decision.get_absolute_url())
    context = {
        "form": page,
        "draft": draft_offered(request),
        "decision": decision,
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
    }
    return render(request, "decisions/decide.html", context)


def _save(decision: Decision, page: DocumentForms, *, by: Any) -> bool:
    """Whether it was saved; if not, the page says why."""
    taken = Contents({**page.form.contents, "status": Decision.Status.DECIDED.value})
    try:
        save(
            decision, taken, shape=SHAPE, version=page.version or 0, by=by, reason="Decision taken"
        )
    except Refused as refused:
        page.refuse(refused)
    except (ChangedSince, Gone):
        page.form.add_error(None, OUT_OF_DATE)
    else:
        return True
    return False
