"""One upload at its stage: what is under way, its rows and its file."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from performance.figures.withholding import may_see_withheld
from performance.models import StagedRow, Upload, UploadFile
from performance.uploads.jobs.progress import Progress
from performance.uploads.permissions import may_see_file, may_see_rows
from safercornwall.pages.uploads.presenter import page_of
from safercornwall.pages.uploads.preview import TILES, preview, tiles_of
from safercornwall.pages.uploads.upload_indicators import knowing_made

PEOPLE = ("uploaded_by", "applied_by", "undone_by", "warnings_accepted_by")


ROWS_A_PAGE = 50


reads_uploads = permission_required("performance.view_upload", raise_exception=True)


def find(pk):
    return get_object_or_404(knowing_made(Upload.objects.select_related(*PEOPLE)), pk=pk)


@require_safe
@reads_uploads
def upload(request, pk):
    """One upload, as it stands: what is under way, what is wrong, what it would do or did."""
    return page_of(request, find(pk))


@require_safe
@reads_uploads
def upload_progress(request, pk):
    """How far the work is: a piece of the upload's page, which a script puts in place of the last one."""
    found = find(pk)
    job = found.jobs.order_by("-asked_at", "-pk").first()
    context = {"upload": found, "progress": Progress(job, timezone.now()) if job else None}
    return render(request, "uploads/_progress.html", context)


@require_safe
@reads_uploads
def upload_rows(request, pk):
    """What each cell would do or did, by what it is."""
    found = find(pk)
    if not may_see_rows(request.user, found):
        raise PermissionDenied
    rows = StagedRow.objects.filter(upload=found).order_by("row", "id")
    verdict = request.GET.get("verdict", "")
    if verdict in TILES:
        rows = rows.filter(verdict=verdict)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "upload": found,
        "tiles": tiles_of(found),
        "chosen": TILES.get(verdict, ""),
        "page": page,
        "rows": preview(found, page.object_list, sees_withheld=may_see_withheld(request.user)),
    }
    return render(request, "uploads/rows.html", context)


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
