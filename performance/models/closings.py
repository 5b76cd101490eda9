"""Who closed a revision, where no other follows it that would say."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Closing(models.Model):
    """What a revision says of its own end: it was removed, or the upload that it came from was taken back.

    A correction says nothing here: the revision that it opens names who made it and why.
    """

    # No index of these: nobody asks for what one person or one upload closed, and each figure would cost more.
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    reason_for_closing = models.TextField(blank=True, default="", db_default="")
    closed_by_upload = models.ForeignKey(
        "performance.Upload",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The upload that removed it; or the one that it came from, which was taken back.",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_tells_of_its_end_once_closed",
                condition=Q(known_to__isnull=False)
                | Q(closed_by=None, reason_for_closing="", closed_by_upload=None),
                violation_error_message="Only a closed revision says who closed it and why.",
            ),
        ]
