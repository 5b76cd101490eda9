"""What can be found: an entry for each record, and each plan whose readers know of it."""

from django.db import models
from django.db.models import Q


class SearchEntry(models.Model):
    """A record as search shows it, and its words in the form in which they are compared.

    `kind` is its model ("priorities.theme"). Readers of `plan` may find it; with none, everybody who reads plans. `pieces`
    are its texts, one a line. The last four hold words for the database's own index, which the migration makes.
    """

    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    plan = models.ForeignKey(
        "priorities.Plan", null=True, on_delete=models.CASCADE, related_name="+"
    )
    heading = models.TextField()
    context = models.TextField()
    address = models.TextField()
    pieces = models.TextField()
    title = models.TextField()
    body = models.TextField()
    title_forms = models.TextField()
    body_forms = models.TextField()

    class Meta:
        verbose_name_plural = "search entries"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "plan"], name="one_search_entry_per_plan"
            ),
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=Q(plan=None),
                name="one_search_entry_for_all_plans",
            ),
        ]

    def __str__(self):
        return self.heading
