"""What somebody has typed into a form and not saved yet."""

from django.conf import settings
from django.db import models


class FormDraft(models.Model):
    """The controls of one form, by name, as last sent by its author's browser. Nobody else sees it."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="form_drafts"
    )
    address = models.CharField(max_length=300)
    fields = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "address"], name="one_draft_of_a_form")
        ]

    def __str__(self):
        return f"{self.author}: {self.address}"
