"""What the assessment printed, kept word for word and traceable to its line."""

from django.db import models


class Printed(models.Model):
    """A record read from the assessment, or added beside it.

    `source_lines` are line numbers of the assessment's text; reading notes that name one of them
    are shown with the record. `note` says what a reader must know; it never replaces the words.
    """

    source_lines = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True


class StatedFigure(models.Model):
    """A number, or a word in its place, that stands inside a statement."""

    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=300)
    value = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    value_printed = models.CharField(max_length=200)
    unit = models.CharField(max_length=200, blank=True)
    period_printed = models.CharField(max_length=200, blank=True)
    comparator = models.CharField(max_length=300, blank=True)
    qualifier = models.CharField(max_length=300, blank=True)
    geography = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.label}: {self.value_printed} {self.unit}".strip()
