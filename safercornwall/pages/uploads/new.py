"""The form to upload a file with."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from performance.uploads.files import FileRefused
from performance.uploads.intake import UploadedBefore, receive
from performance.uploads.permissions import kinds_for
from safercornwall.pages.uploads.for_a_round import keep_round, round_asked
from safercornwall.pages.uploads.forms import UploadForm


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.view_upload", raise_exception=True)
def upload_new(request):
    """A file comes in, and is looked at before anything is saved."""
    if not kinds_for(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, UploadForm(user=request.user, kind=request.GET.get("kind", "")))
    form = UploadForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _page(request, form)
    earlier = None
    try:
        upload = receive(
            form.cleaned_data["file"],
            kind=form.cleaned_data["kind"],
            by=request.user,
            again=form.cleaned_data["again"],
        )
    except FileRefused as why:
        form.add_error("file", why.message)
    except UploadedBefore as seen:
        earlier = seen.earlier
        form.ask_about_the_same_file()
    else:
        keep_round(request, upload)
        messages.success(request, f"{upload.file_name} is uploaded. Nothing is saved from it yet.")
        return redirect(upload)
    return _page(request, form, earlier)


def _page(request, form, earlier=None):
    context = {"form": form, "earlier": earlier, "round": round_asked(request)}
    return render(request, "uploads/new.html", context)
