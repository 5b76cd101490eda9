"""What the wordings of gaps and of threats have in common."""

from django.db import models

from priorities.models.belonging import UnderTheme


class Wording(UnderTheme):
    """A statement as it stands under one theme."""

    heading_printed = models.CharField(max_length=100, blank=True)
    text = models.TextField()

    class Meta(UnderTheme.Meta):
        abstract = True

    def __str__(self):
        return f"{self.ref}: {self.text[:60]}"
