"""What somebody answers about the causes of the errors: one POST for all, after which the file is checked again."""

from django.contrib import messages
from django.views.decorators.http import require_POST

from core.records.seen import FIELD
from performance.uploads import reading
from performance.uploads.refusals import OtherThanSeen
from safercornwall.pages.uploads.causes import CausesForm
from safercornwall.pages.uploads.page import find, page_of
from safercornwall.pages.uploads.steps import step


@require_POST
@step
def upload_answers(request, upload):
    form = CausesForm(request.POST, upload=upload)
    if not form.is_valid():
        return page_of(request, upload, causes_form=form)
    try:
        reading.answer_causes(
            upload,
            form.answers,
            again=form.again,
            by=request.user,
            seen=request.POST.get(FIELD, ""),
        )
    except OtherThanSeen as why:
        messages.error(request, str(why))
        now = find(upload.pk)
        return page_of(request, now, causes_form=CausesForm(request.POST, upload=now))
    messages.success(request, "The answers are kept, and the file is checked again with them.")
    return None
