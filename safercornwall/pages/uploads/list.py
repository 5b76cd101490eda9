"""Every file that came in, the latest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from performance.uploads.rights import kinds_for
from safercornwall.lists.uploads import UploadList
from safercornwall.pages.components.list_page import list_context


@require_safe
def upload_list(request: HttpRequest) -> HttpResponse:
    """Every file that came in, the latest first."""
    context = list_context(request, UploadList, cells="uploads/_cell.html")
    context["may_upload"] = bool(kinds_for(request.user))
    return render(request, "uploads/list.html", context)
