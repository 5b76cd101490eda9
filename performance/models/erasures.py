"""What was erased of an upload, on purpose. The upload itself stays, and so do its figures."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .uploads import Upload


class Erasure(models.Model):
    """One act: by whom, when and why. `with_comments` where comments on figures were written over too, `renamed`
    where another name was written over the file's own.
    """

    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="erasures")
    reason = models.TextField()
    with_comments = models.BooleanField(default=False)
    renamed = models.BooleanField(default=False)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    erased_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["erased_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="erasure_gives_its_reason",
                condition=~Q(reason=""),
                violation_error_message="Say why it is erased.",
            )
        ]

    def __str__(self):
        return f"{self.upload}, erased"
