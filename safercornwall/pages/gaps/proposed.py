"""Delivery gaps that the coverage rules propose. An officer confirms one, or dismisses it with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from accounts.backends import limits_of
from accounts.form_drafts import drop_draft
from accounts.limits import must_not_be_limited, offer_theirs
from core.documents.contents import Contents, Part
from core.documents.writing import Refused
from priorities.models import DeliveryGap, ProposalAnswer
from priorities.proposals import AlreadyAnswered, confirm_proposal, dismiss_proposal
from safercornwall.flags.proposals import Proposal, all_proposals, open_proposals
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.editing.document_forms import DocumentForms
from safercornwall.pages.components.editing.drafts import draft_offered, leave_unchecked, sent
from safercornwall.pages.components.editing.form_pages import TAKEN, stays_theirs
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.components.plan_in_view import plan_as_it_stands
from safercornwall.pages.gaps.edit import PARTS, GapForm

FACTS_CHANGED = "The facts have changed since you opened this page. Look at them again"
MAY_ANSWER = permission_required("priorities.add_deliverygap", raise_exception=True)


class ConfirmForm(GapForm):
    """A gap as in its own form; an owner, what must be done and by when are not left out."""

    class Meta(GapForm.Meta):
        pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("owner", "action_required", "due_on"):
            self.fields[name].required = True
        for name in ("status", "closed_on"):
            del self.fields[name]


class DismissForm(forms.Form):
    reason = forms.CharField(
        label="Why it is no gap",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={
            "required": "Say why it is no gap",
            "max_length": "Use 2,000 characters or fewer",
        },
    )


@permission_required("priorities.view_deliverygap", raise_exception=True)
@require_safe
def proposed_gaps(request: HttpRequest, plan: str) -> HttpResponse:
    snapshot = plan_as_it_stands(request)
    answers = _answers(snapshot)
    found = open_proposals(all_proposals(snapshot), answers)
    theme = next((one for one in snapshot.themes if one.slug == request.GET.get("theme")), None)
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "proposals": [one for one in found if theme is None or one.theme == theme],
        "theme": theme,
        "dismissed": [one for one in answers if one.gap_id is None],
        "may_answer": request.user.has_perm("priorities.add_deliverygap"),
        "may_dismiss": not limits_of(request.user),
    }
    return render(request, "gaps/proposed.html", context)


@keeps_limits
@require_http_methods(["GET", "HEAD", "POST"])
@MAY_ANSWER
def confirm_gap(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    snapshot = plan_as_it_stands(request)
    proposal = _find(snapshot, key)
    if proposal is None:
        return _answered(request, snapshot)
    is_sent = request.method == "POST" and "add" not in request.POST
    page = DocumentForms(
        ConfirmForm,
        PARTS,
        data=sent(request),
        contents=_suggested(proposal),
        plan=snapshot.plan,
        add=request.POST.get("add", ""),
        check=is_sent,
    )
    offer_theirs(request.user, DeliveryGap(), page.form.fields)
    if (
        is_sent
        and page.is_valid()
        and _facts_are_the_same(request, proposal, page.form)
        and stays_theirs(request.user, DeliveryGap(), page)
    ):
        try:
            gap = confirm_proposal(
                snapshot.plan,
                **_named(proposal),
                contents=page.contents(Contents({}, {"wordings": ()})),
                shape=page.shape,
                by=request.user,
            )
        except AlreadyAnswered:
            return _answered(request, snapshot)
        except Refused as refused:
            page.refuse(refused)
        except IntegrityError:
            page.form.add_error(None, TAKEN)
        else:
            drop_draft(request.user, request.path)
            messages.success(request, _confirmed(gap))
            return redirect("gaps:proposed", snapshot.plan.slug)
    return render(request, "gaps/confirm.html", _shown(request, snapshot, proposal, page))


@keeps_limits
@require_http_methods(["GET", "HEAD", "POST"])
@MAY_ANSWER
def dismiss_gap(request: HttpRequest, plan: str, key: str) -> HttpResponse:
    snapshot = plan_as_it_stands(request)
    # A proposal is the plan's.
    must_not_be_limited(request.user, snapshot.plan)
    proposal = _find(snapshot, key)
    if proposal is None:
        return _answered(request, snapshot)
    form = DismissForm(sent(request))
    if request.method != "POST":
        leave_unchecked([form])
    elif form.is_valid() and _facts_are_the_same(request, proposal, form):
        try:
            dismiss_proposal(
                snapshot.plan,
                **_named(proposal),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except AlreadyAnswered:
            return _answered(request, snapshot)
        drop_draft(request.user, request.path)
        messages.success(request, f"“{proposal.title}” is dismissed until its facts change.")
        return redirect("gaps:proposed", snapshot.plan.slug)
    return render(request, "gaps/dismiss.html", _shown(request, snapshot, proposal, form))


def _confirmed(gap: Any) -> str:
    return format_html(
        '<a class="govuk-notification-banner__link" href="{}">“{}”</a> is a delivery gap of the plan now.',
        gap.get_absolute_url(),
        gap,
    )


def _shown(
    request: HttpRequest, snapshot: Snapshot, proposal: Proposal, form: Any
) -> dict[str, Any]:
    return {
        "form": form,
        "draft": draft_offered(request),
        "proposal": proposal,
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
    }


def _answers(snapshot: Snapshot) -> QuerySet[ProposalAnswer]:
    return snapshot.plan.proposal_answers.select_related("gap", "answered_by")


def _find(snapshot: Snapshot, key: str) -> Proposal | None:
    """The proposal of that key; None where it is answered. Raises Http404 where no rule proposes it."""
    every = all_proposals(snapshot)
    if not any(one.key == key for one in every):
        raise Http404("No rule proposes such a gap.")
    found = open_proposals(every, _answers(snapshot))
    return next((one for one in found if one.key == key), None)


def _facts_are_the_same(request: HttpRequest, proposal: Proposal, form: Any) -> bool:
    """Whether the person saw the facts that hold now; if not, the form says so."""
    if request.POST.get("facts") == proposal.facts:
        return True
    form.add_error(None, FACTS_CHANGED)
    return False


def _answered(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    messages.info(request, "Somebody has answered this proposal already.")
    return redirect("gaps:proposed", snapshot.plan.slug)


def _named(proposal: Proposal) -> dict[str, Any]:
    return {"rule": proposal.rule, "about": proposal.about, "facts": proposal.facts}


def _suggested(proposal: Proposal) -> Contents:
    values = {
        "title": proposal.title,
        "text": proposal.facts,
        "areas": tuple(area.pk for area in proposal.areas),
    }
    wording = Part("new-1", {"theme": proposal.theme.pk, "text": proposal.facts})
    return Contents(values, {"wordings": (wording,)})
