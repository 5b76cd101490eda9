"""A threat is promoted: it becomes a new delivery gap, a new decision, or a theme that the plan has."""

from __future__ import annotations

from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from accounts.form_drafts import drop_draft
from accounts.limits import must_be_theirs, offer_theirs
from core.documents.contents import Contents, Part
from core.documents.writing import Refused
from core.records.fetching import know_parents
from priorities.models import Decision, DeliveryGap, Theme, Threat
from priorities.promoting import HasEnded, Promotion, promote_to, promote_to_new
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.editing.document_forms import DocumentForms
from safercornwall.pages.components.editing.drafts import draft_offered, leave_unchecked, sent
from safercornwall.pages.components.editing.edited_noun import EDITORS
from safercornwall.pages.components.editing.fields import DayField
from safercornwall.pages.components.editing.form_pages import TAKEN, stays_theirs
from safercornwall.pages.components.editing.forms import LONGEST_REASON
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.components.plan_in_view import plan_as_it_stands
from safercornwall.pages.components.templatetags.govuk import error_summary

NEW: dict[str, Any] = {"gap": DeliveryGap, "decision": Decision}
# As of a proposed gap that is confirmed: somebody does something by a day.
MUST_SAY = {"gap": ("owner", "action_required", "due_on")}
MAY_PROMOTE = permission_required(
    ("priorities.change_threat", "priorities.add_deliverygap", "priorities.add_decision"),
    raise_exception=True,
)


class PromotionForm(forms.Form):
    """When the threat ends, and why; for a theme also which one."""

    theme = forms.ModelChoiceField(
        Theme.objects.none(),
        label="Theme that it became",
        empty_label="Choose one",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose the theme"),
    )
    promoted_on = DayField(
        label="Promoted on", error_messages={"required": "Enter the day it is promoted on"}
    )
    because = forms.CharField(
        label="Why it is promoted",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept in its history, beside your name.",
    )

    def __init__(self, data: QueryDict | None, snapshot: Snapshot, to: str) -> None:
        super().__init__(data, initial={"promoted_on": snapshot.as_at})
        if to == "theme":
            self.fields["theme"].queryset = snapshot.plan.themes.order_by("order")  # type: ignore[attr-defined]
        else:
            del self.fields["theme"]
        self.helper = FormHelper()
        self.helper.form_tag = False

    @property
    def promotion(self) -> Promotion:
        return Promotion(self.cleaned_data["promoted_on"], self.cleaned_data["because"])


@keeps_limits
@require_http_methods(["GET", "HEAD", "POST"])
@MAY_PROMOTE
def promote_threat(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """`to` in the address is the kind that it becomes; without it, the page asks."""
    snapshot = plan_as_it_stands(request)
    threat = get_object_or_404(Threat, plan=snapshot.plan, slug=slug)
    know_parents([threat], [snapshot.plan])
    must_be_theirs(request.user, threat)
    if not threat.is_open:
        return _ended(request, threat)
    data = sent(request)
    to = (request.GET if data is None else data).get("to", "")
    if to not in (*NEW, "theme"):
        context = {"threat": threat, "plan": snapshot.plan, "as_at": snapshot.as_at}
        return render(request, "threats/promote.html", context)
    return _promotion(request, snapshot, threat, to, data)


def _promotion(
    request: HttpRequest, snapshot: Snapshot, threat: Threat, to: str, data: QueryDict | None
) -> HttpResponse:
    ending = PromotionForm(data, snapshot, to)
    is_sent = request.method == "POST" and "add" not in request.POST
    page = _new_record(threat, to, data, check=is_sent) if to in NEW else None
    if not is_sent:
        leave_unchecked([ending])
    if page is not None:
        offer_theirs(request.user, NEW[to](), page.form.fields)
    if (
        is_sent
        and all([ending.is_valid(), page is None or page.is_valid()])
        and (page is None or stays_theirs(request.user, NEW[to](), page))
    ):
        try:
            became = _write(request, threat, to, ending, page)
        except HasEnded:
            return _ended(request, threat)
        except Refused as refused:
            cast("DocumentForms", page).refuse(refused)
        except IntegrityError:
            ending.add_error(None, TAKEN)
        else:
            drop_draft(request.user, request.path)
            messages.success(request, _said(threat, became))
            return redirect(became.get_absolute_url())
    context = {
        "threat": threat,
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "to": to,
        "becomes": f"a new {EDITORS[NEW[to]].noun}" if page else "a theme of the plan",
        "form": page,
        "draft": draft_offered(request),
        "ending": ending,
        "problems": [*(page.problems if page else []), *error_summary(ending)],
    }
    return render(request, "threats/promote_to.html", context)


def _said(threat: Threat, became: Any) -> str:
    return format_html(
        'The threat <a class="govuk-notification-banner__link" href="{}">“{}”</a> is promoted to a '
        '<a class="govuk-notification-banner__link" href="{}">{}</a>.',
        threat.get_absolute_url(),
        threat,
        became.get_absolute_url(),
        EDITORS[type(became)].noun,
    )


def _new_record(threat: Threat, to: str, data: QueryDict | None, *, check: bool) -> DocumentForms:
    """The form of what it becomes, filled in from the threat."""
    editor = EDITORS[NEW[to]]
    page = DocumentForms(
        editor.form,
        editor.parts,
        data=data,
        contents=CARRIED[to](threat),
        plan=threat.plan,
        add=data.get("add", "") if data is not None else "",
        check=check,
    )
    for name in MUST_SAY.get(to, ()):
        page.form.fields[name].required = True
    return page


def _write(
    request: HttpRequest, threat: Threat, to: str, ending: PromotionForm, page: DocumentForms | None
) -> Any:
    if page is None:
        theme = ending.cleaned_data["theme"]
        promote_to(threat, theme, ending.promotion, by=request.user)
        return theme
    editor = EDITORS[NEW[to]]
    blank = Contents({}, {kind.relation: () for kind in editor.parts})
    return promote_to_new(
        threat,
        NEW[to](plan=threat.plan),
        ending.promotion,
        contents=page.contents(blank),
        shape=page.shape,
        by=request.user,
    )


def _ended(request: HttpRequest, threat: Any) -> HttpResponse:
    messages.info(request, "This threat is promoted or closed already.")
    return redirect(threat.get_absolute_url())


def _gap_from(threat: Threat) -> Contents:
    """The contents of a gap with the threat's wordings and owners."""
    values = {
        "title": threat.title,
        "text": threat.text,
        "owner": threat.owner_id,
        "owner_person": threat.owner_person_id,
    }
    wordings = tuple(
        Part(f"new-{number}", {"theme": wording.theme_id, "text": wording.text})
        for number, wording in enumerate(threat.wordings.all(), start=1)
    )
    return Contents(values, {"wordings": wordings})


def _decision_from(threat: Threat) -> Contents:
    themes = tuple(wording.theme_id for wording in threat.wordings.all())
    return Contents({"title": threat.title, "asked": threat.text, "themes": themes}, {})


CARRIED = {"gap": _gap_from, "decision": _decision_from}
