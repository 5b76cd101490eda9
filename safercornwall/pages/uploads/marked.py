"""The uploaded file to take away, with what is wrong marked in it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from performance.models import UploadFile
from performance.uploads.files import FileRefused
from performance.uploads.permissions import may_see_file
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
    return FileResponse(marked, as_attachment=True, filename=marked_name(upload), content_type=XLSX)
