"""Bodies that are too large are refused by their length, and files only taken from those who may send them there."""

from django.http import HttpRequest, HttpResponse

from core.received_files import handlers_for, most_bytes
from safercornwall.pages.signing_in.refusals import no_length, too_large


class LimitBodies:
    """Stands before whatever reads a body. Django asks process_view of it before that of the protection of forms."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length.isdecimal():
            # A server hands on a body in pieces whose end nobody has said.
            return no_length(request) if request.META.get("HTTP_TRANSFER_ENCODING") else None
        most = most_bytes(view)
        if int(length) > most:
            return too_large(request, most)
        if request.content_type == "multipart/form-data":
            request.upload_handlers = handlers_for(request, view)
        return None
