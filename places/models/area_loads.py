"""Loads of places: what came in, what it made, and whether it was taken back."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class AreaLoad(models.Model):
    """A boundary file or a list of places that was loaded. Kept for ever.

    `made` has the numbers of the rows that it made, under "areas", "codes" and "boundaries"; `replaced` the outlines that
    stood before, with their sources; `touched` the places that it changed.
    """

    class Kind(models.TextChoices):
        BOUNDARIES = "boundaries", "Boundary file"
        LIST = "list", "List of places"

    kind = models.CharField(max_length=10, choices=Kind)
    file_name = models.CharField(max_length=255, blank=True)
    source = models.CharField(max_length=200, blank=True)
    report = models.TextField(help_text="What it did, in one sentence.")
    names = models.JSONField(default=list, blank=True)
    made = models.JSONField(default=dict)
    replaced = models.JSONField(default=list, blank=True)
    touched = models.JSONField(default=list, blank=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="area_loads"
    )
    loaded_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-loaded_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="undone_area_load_says_by_whom_when_and_why",
                condition=Q(undone_at=None) | (Q(undone_by__isnull=False) & ~Q(undo_reason="")),
                violation_error_message="A load that was taken back says by whom and why.",
            )
        ]

    def __str__(self):
        return self.file_name or str(self.get_kind_display())
