"""Take away an uploaded file as it came in, or a copy of it with what is wrong marked, which is made in the background."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from core.jobs.leases import Progress
from core.stored_files import FileNotReached
from performance.models import MarkedCopyFile, UploadFile
from performance.uploads.rights import may_see_file
from performance.workbooks.asking import TooManyCopies, ask_for_copy, newest_copy
from safercornwall.pages.components.limits import keeps_limits
from safercornwall.pages.uploads.page import find, reads_uploads
from safercornwall.pages.uploads.template import XLSX

NOT_REACHED = (
    "The file cannot be fetched from where files are kept. Try again in a few minutes, and tell whoever runs the planner if it"
    " goes on."
)


def find_with_file(request, pk):
    """For whoever may have the file as it came. Raises Http404 where it is not kept any more."""
    upload = find(pk)
    if not may_see_file(request.user, upload):
        raise PermissionDenied
    get_object_or_404(UploadFile.objects.only("pk"), upload=upload)
    return upload


@keeps_limits
@require_http_methods(["GET", "HEAD", "POST"])
@reads_uploads
def upload_marked(request, pk):
    """Ask for the copy, see how far it is, and where it is."""
    upload = find_with_file(request, pk)
    if request.method == "POST":
        return _ask(request, upload)
    copy = newest_copy(upload)
    if copy is None:
        return redirect(upload)
    return render(request, "uploads/marked.html", _context(upload, copy))


def _ask(request, upload):
    if not upload.findings.exists():
        messages.error(
            request, "Nothing was found wrong in this file, so there is nothing to mark."
        )
        return redirect(upload)
    try:
        ask_for_copy(upload, by=request.user)
    except TooManyCopies:
        messages.error(request, "Three copies are being made for you. Wait until one is done.")
        return redirect(upload)
    return redirect("uploads:marked", upload.pk)


@require_safe
@reads_uploads
def upload_marked_progress(request, pk):
    """A piece of the page of the copy, which a script puts in place of the last one."""
    upload = find_with_file(request, pk)
    return render(request, "uploads/_marked_progress.html", _context(upload, newest_copy(upload)))


def _context(upload, copy):
    return {
        "upload": upload,
        "copy": copy,
        "progress": Progress(copy, timezone.now()) if copy else None,
    }


@require_safe
@reads_uploads
def upload_marked_file(request, pk):
    upload = find_with_file(request, pk)
    made = get_object_or_404(MarkedCopyFile, copy=newest_copy(upload))
    content = BytesIO(bytes(made.content))
    return FileResponse(content, as_attachment=True, filename=made.name, content_type=XLSX)


@require_safe
@reads_uploads
def upload_file(request, pk):
    """The file as it came, to be saved and never to be shown: nobody knows what it holds."""
    found = find(pk)
    if not may_see_file(request.user, found):
        raise PermissionDenied
    kept = get_object_or_404(UploadFile.objects.select_related("upload"), upload=found)
    try:
        content = kept.whole()
    except FileNotReached:
        messages.error(request, NOT_REACHED)
        return redirect(found)
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
