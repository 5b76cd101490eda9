"""The template: which rows it would have, and the workbook itself."""

import re
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from performance.models import Indicator
from performance.rounds.quarters import key_of, quarter_of
from performance.uploads.rights import kinds_for
from performance.workbooks.columns import SHEETS
from performance.workbooks.due import subjects_of
from performance.workbooks.template import Facts, template
from performance.workbooks.template_rows import rows_of
from places.models import PlaceIndex
from priorities.clocks import clocks_of
from safercornwall.pages.components.plan_in_view import current_plan, themes_of
from safercornwall.pages.uploads.template_form import TemplateForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_IN_NAMES = re.compile(r"[^\w ]+")


@require_safe
@permission_required("performance.view_upload", raise_exception=True)
def upload_template(request):
    """What is due for a period, and the workbook to fill it in."""
    form = _form(request)
    form.is_valid()
    subjects = subjects_of(form.offered)
    context = {
        "form": form,
        "period": form.choice and form.choice.period,
        "offered": list(zip(subjects, form["only"], strict=True)),
        "rows": len(form.offered),
        "file": reverse("uploads:template_file"),
        "address": urlencode(form.kept),
        "round_key": key_of(quarter_of(form.choice.period.end)) if form.choice else "",
        "is_over": form.choice and form.choice.period.is_over(timezone.localdate()),
    }
    return render(request, "uploads/template.html", context)


@require_safe
@permission_required("performance.view_upload", raise_exception=True)
def upload_template_file(request):
    """The workbook. Where the choices make none, the page says why."""
    form = _form(request)
    if not form.is_valid() or not form.due:
        return redirect(f"{reverse('uploads:template')}?{request.GET.urlencode()}")
    plan = current_plan(request)
    facts = Facts(
        kind=form.of_kind,
        period=form.choice.period,
        plan=str(plan or ""),
        created_at=timezone.localtime(),
        chosen=tuple(form.chosen),
    )
    response = HttpResponse(template(facts, rows_of(form.due, form.of_kind)), content_type=XLSX)
    name = _NOT_IN_NAMES.sub("-", f"{SHEETS[form.of_kind]} {facts.period}")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return response


def _form(request):
    kinds = kinds_for(request.user)
    if not kinds:
        raise PermissionDenied
    plan = current_plan(request)
    return TemplateForm(
        request.GET,
        kinds=kinds,
        as_at=clocks_of(plan).as_at,
        themes=themes_of(plan),
        organisations=_organisations(),
        indices=PlaceIndex.objects.order_by("name"),
    )


def _organisations():
    named = Indicator.objects.known_under()
    return Organisation.objects.filter(
        Q(pk__in=named.filter(provider__isnull=False).values("provider"))
        | Q(pk__in=named.filter(lead_organisation__isnull=False).values("lead_organisation"))
    ).order_by("name")
