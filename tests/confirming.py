"""A client that confirms what stands there now, as a person does who has just read the page."""

import re

from django.test import Client

from performance.models import ClosedPeriod, Upload
from performance.uploads.stages import seen_of

UPLOAD_STEP = re.compile(
    r"/uploads/(\d+)/(?:accept|answers|apply|discard|undo|erase|columns|incidents|indicators|sheets)/$"
)
REOPENING = re.compile(r"/rounds/[^/]+/reopen/$")


class ReadingClient(Client):
    """Sends the hidden field `seen` of the form at an address, unless the test says what was seen."""

    def post(self, path, data=None, *args, **kwargs):
        if data is None or (isinstance(data, dict) and "seen" not in data):
            data = (data or {}) | seen_at(path)
        return super().post(path, data, *args, **kwargs)


def seen_at(path):
    """Nothing for an address without such a form."""
    if step := UPLOAD_STEP.search(path):
        upload = Upload.objects.filter(pk=step[1]).first()
        return {"seen": seen_of(upload)} if upload else {}
    if REOPENING.search(path):
        closing = ClosedPeriod.objects.filter(reopened_at=None).first()
        return {"seen": str(closing.pk)} if closing else {}
    return {}
