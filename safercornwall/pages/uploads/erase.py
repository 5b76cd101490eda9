"""Erasing what is in a file, for whoever looks after the records."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from performance.models import Upload
from performance.uploads.erasing import MovedOn, erase, names_its_sheet
from performance.uploads.jobs.queue import NotNow
from performance.uploads.permissions import ROWS_ARE_EVIDENCE
from safercornwall.pages.uploads.erase_form import EraseForm
from safercornwall.pages.uploads.list import find

MOST_COPIES = 20


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(["performance.view_upload", "performance.add_erasure"], raise_exception=True)
def upload_erase(request, pk):
    """What goes and what stays is said first; it cannot be brought back."""
    upload = find(pk)
    form = _form(request, upload)
    if not form.is_valid():
        return _page(request, upload, form)
    try:
        erase(upload, form.wish, by=request.user, expected_stage=request.POST.get("stage", ""))
    except MovedOn as why:
        messages.error(request, str(why))
        upload = find(pk)
        return _page(request, upload, _form(request, upload))
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, "The content of the file is erased.")
    return redirect(upload)


def _form(request, upload):
    data = request.POST if request.method == "POST" else None
    # Of what is no evidence both go unasked.
    is_evidence = _is_evidence(upload)
    has_comments = is_evidence and upload.rows.exclude(comment="").exists()
    names_sheet = is_evidence and names_its_sheet(upload)
    return EraseForm(data, upload=upload, has_comments=has_comments, names_sheet=names_sheet)


def _page(request, upload, form):
    copies = Upload.objects.filter(sha256=upload.sha256, file__isnull=False)
    context = {
        "upload": upload,
        "form": form,
        "is_evidence": _is_evidence(upload),
        "is_open": upload.stage not in (Upload.Stage.REFUSED, Upload.Stage.DISCARDED),
        "copies": copies.exclude(pk=upload.pk).order_by("uploaded_at")[:MOST_COPIES],
    }
    return render(request, "uploads/erase.html", context)


def _is_evidence(upload):
    return upload.stage in ROWS_ARE_EVIDENCE
