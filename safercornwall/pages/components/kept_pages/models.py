"""What a page says of a plan, as it was drawn."""

from django.db import models


class KeptPage(models.Model):
    """The part of a page that is the same for everybody who may read the plan, as at a day.

    It holds while `changes`, which counts how often anything had changed, and `code`, which names the code that
    drew it, are still the same.
    """

    plan = models.ForeignKey("priorities.Plan", on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=200)
    as_at = models.DateField()
    changes = models.BigIntegerField()
    code = models.CharField(max_length=16)
    content = models.TextField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["plan", "page"], name="one_content_of_a_page")
        ]

    def __str__(self):
        return f"{self.page}, {self.as_at}"
