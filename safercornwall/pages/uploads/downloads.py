"""Download an uploaded file: as it came in, or with what is wrong marked in it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from performance.models import UploadFile
from performance.uploads.files import FileRefused
from performance.uploads.files.refusals import MachineAtFault
from performance.uploads.rights import may_see_file
from performance.workbooks.marked import marked_copy, marked_name
from safercornwall.pages.uploads.page import find, reads_uploads
from safercornwall.pages.uploads.template import XLSX


@require_safe
@reads_uploads
def upload_marked(request, pk):
    """The uploaded workbook with what was found marked in it. For whoever may have the file as it came."""
    upload = find(pk)
    if not may_see_file(request.user, upload):
        raise PermissionDenied
    get_object_or_404(UploadFile.objects.only("pk"), upload=upload)
    if not upload.findings.exists():
        messages.error(
            request, "Nothing was found wrong in this file, so there is nothing to mark."
        )
        return redirect(upload)
    try:
        marked = marked_copy(upload)
    except FileRefused as why:
        messages.error(request, f"The workbook could not be marked. {why.message}")
        return redirect(upload)
    except MachineAtFault:
        messages.error(request, "The workbook could not be marked just now. Try again in a while.")
        return redirect(upload)
    return FileResponse(marked, as_attachment=True, filename=marked_name(upload), content_type=XLSX)


@require_safe
@reads_uploads
def upload_file(request, pk):
    """The file as it came, to be saved and never to be shown: nobody knows what it holds."""
    found = find(pk)
    if not may_see_file(request.user, found):
        raise PermissionDenied
    kept = get_object_or_404(UploadFile, upload=found)
    response = HttpResponse(bytes(kept.content), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
