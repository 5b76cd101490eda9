"""Every file that came in, the latest first."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from performance.models import Upload
from performance.uploads.permissions import kinds_for
from safercornwall.pages.uploads.page import reads_uploads

UPLOADS_A_PAGE = 25


@require_safe
@reads_uploads
def upload_list(request):
    """Every file that came in, the latest first."""
    uploads = Upload.objects.select_related("uploaded_by").order_by("-uploaded_at", "-pk")
    context = {
        "page": Paginator(uploads, UPLOADS_A_PAGE).get_page(request.GET.get("page")),
        "may_upload": bool(kinds_for(request.user)),
    }
    return render(request, "uploads/list.html", context)
