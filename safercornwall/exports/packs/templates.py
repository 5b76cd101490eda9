"""A partnership's own template for its board packs: brought in, replaced, withdrawn."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation
from performance.uploads.receiving import plain_name
from safercornwall.exports.models import PackTemplate
from safercornwall.exports.word.confined import inspect_template
from safercornwall.exports.word.inspection import MAX_TEMPLATE_BYTES, TemplateRefused


def bring_in(file: UploadedFile, partnership: Organisation, *, by: Any) -> PackTemplate:
    """Keep a template and use it from now on. Raises TemplateRefused."""
    if (file.size or 0) > MAX_TEMPLATE_BYTES:
        raise TemplateRefused("too_large")
    content = file.read()
    inspect_template(content)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=partnership.pk)
        withdraw(partnership, by=by)
        return PackTemplate.objects.create(
            partnership=partnership,
            file_name=plain_name(file.name),
            content=content,
            uploaded_by=by,
        )


def withdraw(partnership: Organisation, *, by: Any) -> int:
    """Use none from now on. Returns how many were in use."""
    in_use = PackTemplate.objects.filter(partnership=partnership, withdrawn_at=None)
    return in_use.update(withdrawn_at=timezone.now(), withdrawn_by=by)
