"""Pages of board packs: ask for one, see how far it is, take it away; and the template that they are written in."""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.jobs.leases import Progress
from core.periods import written
from core.received_files import takes_files
from priorities.clocks import clocks_of, readable_plans
from priorities.models import Plan
from safercornwall.exports.downloads import DOCX, download
from safercornwall.exports.models import BoardPack, BoardPackFile
from safercornwall.exports.packs.making import (
    TooMany,
    ask_for_pack,
    may_not_be_shown_again,
    template_of,
)
from safercornwall.exports.packs.templates import bring_in, withdraw
from safercornwall.exports.plan_in_view import plan_or_404
from safercornwall.exports.word.inspection import MAX_TEMPLATE_BYTES, TemplateRefused
from safercornwall.lists.day_in_view import clocks_in_view

reads_plans = permission_required("priorities.view_plan", raise_exception=True)
CHANGES_TEMPLATES = "exports.change_packtemplate"
changes_templates = permission_required(CHANGES_TEMPLATES, raise_exception=True)
get_or_post = require_http_methods(["GET", "HEAD", "POST"])

FIRST_DAY = date(1998, 1, 1)


class PackForm(forms.Form):
    as_at = forms.DateField(
        label="As at which day?",
        widget=forms.SelectDateWidget,
        help_text="What was reached, due or over is counted from this day. Figures and records are as they are known when the pack is made.",
        error_messages={"required": "Enter the day", "invalid": "Enter a day, such as 30 11 2011"},
    )

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest = latest
        self.helper = FormHelper()
        self.helper.add_input(Submit("make", "Make the pack"))

    def clean_as_at(self) -> date:
        day: date = self.cleaned_data["as_at"]
        if not FIRST_DAY <= day <= self.latest:
            raise ValidationError(
                f"Enter a day from {written(FIRST_DAY)} to {written(self.latest)}"
            )
        return day


@get_or_post
@reads_plans
def new_pack(request: HttpRequest, plan: str) -> HttpResponse:
    """Ask for a pack. One click makes it as at the plan's own day."""
    found = plan_or_404(request.user, plan)
    day = clocks_in_view(request, found).as_at
    form = PackForm(
        request.POST if request.method == "POST" else None,
        initial={"as_at": day},
        latest=max(clocks_of(found).as_at, timezone.localdate()),
    )
    if form.is_valid():
        try:
            asked = ask_for_pack(found, form.cleaned_data["as_at"], by=request.user)
        except TooMany:
            form.add_error(None, "Three packs are being made for you. Wait until one is done")
        else:
            return redirect("exports:pack", asked.pk)
    earlier = _packs_of(request.user).filter(plan=found)
    context = {
        "plan": found,
        "as_at": day,
        "form": form,
        "packs": earlier.order_by("-asked_at", "-pk"),
        "template": template_of(found),
    }
    return render(request, "exports/new_pack.html", context)


def _packs_of(person: Any) -> QuerySet[BoardPack]:
    return BoardPack.objects.filter(asked_by=person)


def _own_pack(request: HttpRequest, pk: int) -> BoardPack:
    """Raises Http404 for somebody else's, and for one of a plan that this person may not read any more."""
    own = _packs_of(request.user).filter(plan__in=readable_plans(request.user))
    pack: BoardPack = get_object_or_404(own.select_related("plan__partnership"), pk=pk)
    return pack


@require_safe
@reads_plans
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a pack is, then where it is."""
    found = _own_pack(request, pk)
    context = _context(found) | {"is_withheld": may_not_be_shown_again(found, request.user)}
    return render(request, "exports/pack.html", context)


@require_safe
@reads_plans
def pack_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """A piece of the pack's page, which a script puts in place of the last one."""
    return render(request, "exports/_pack_progress.html", _context(_own_pack(request, pk)))


def _context(found: BoardPack) -> dict[str, Any]:
    return {
        "plan": found.plan,
        "as_at": found.as_at,
        "pack": found,
        "progress": Progress(found, timezone.now()),
    }


@require_safe
@reads_plans
def pack_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The document, for whoever asked for it."""
    own = _own_pack(request, pk)
    if may_not_be_shown_again(own, request.user):
        return redirect("exports:pack", own.pk)
    found = get_object_or_404(BoardPackFile, pack=own)
    return download(bytes(found.content), DOCX, found.name)


class PackTemplateForm(forms.Form):
    file = forms.FileField(
        label="A Word document with your styles",
        help_text=f"A .docx of up to {MAX_TEMPLATE_BYTES // 1_000_000} MB, without macros.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty. Check that it was saved, and choose it again",
            "invalid": "Choose a file",
            "missing": "Choose a file",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("use", "Use this template"))


@takes_files(lambda user: user.has_perm(CHANGES_TEMPLATES), most=MAX_TEMPLATE_BYTES)
@get_or_post
@changes_templates
def pack_template(request: HttpRequest, plan: str) -> HttpResponse:
    """Bring a template in. It is looked through before it is kept."""
    found = plan_or_404(request.user, plan)
    posted = request.method == "POST"
    form = PackTemplateForm(request.POST, request.FILES) if posted else PackTemplateForm()
    if form.is_valid():
        try:
            kept = bring_in(form.cleaned_data["file"], found.partnership, by=request.user)
        except TemplateRefused as why:
            form.add_error("file", why.message)
        else:
            messages.success(request, f"Board packs are written with {kept} from now on.")
            return redirect("exports:new_pack", found.slug)
    return _template_page(request, found, form)


def _template_page(request: HttpRequest, plan: Plan, form: PackTemplateForm) -> HttpResponse:
    context = {
        "plan": plan,
        "as_at": clocks_in_view(request, plan).as_at,
        "form": form,
        "template": template_of(plan),
    }
    return render(request, "exports/pack_template.html", context)


@require_POST
@changes_templates
def withdraw_template(request: HttpRequest, plan: str) -> HttpResponse:
    found = plan_or_404(request.user, plan)
    if withdraw(found.partnership, by=request.user):
        messages.success(request, "Board packs are written without a template from now on.")
    return redirect("exports:new_pack", found.slug)
