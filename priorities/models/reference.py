"""What many parts of the plan refer to: strategies, people, short forms, notes on the reading."""

from django.db import models

from core.records.editable import Editable
from core.records.natural import NaturalModel
from core.records.numbering import free_slug, next_order, next_ref
from core.records.printed import Printed


class Strategy(Editable, NaturalModel, Printed):
    """A document, strategy or review that the plan leans on."""

    name = models.CharField(max_length=300, unique=True)
    slug = models.SlugField(max_length=150, unique=True)

    natural_fields = ("slug",)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "strategies"

    def __str__(self):
        return self.name

    def number(self):
        self.slug = free_slug(self)


class PeopleGroup(Editable, NaturalModel):
    """People whom a theme or a project is about."""

    name = models.CharField(max_length=150, unique=True)
    slug = models.SlugField(max_length=150, unique=True)

    natural_fields = ("slug",)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def number(self):
        self.slug = free_slug(self)


class Acronym(Editable, NaturalModel):
    """A short form and its meaning. Where the assessment does not expand it, the meaning is ours."""

    acronym = models.CharField(max_length=30, unique=True)
    expansion = models.CharField(max_length=200)
    is_in_text = models.BooleanField(help_text="The assessment itself says what it stands for.")
    note = models.TextField(blank=True)
    source_lines = models.JSONField(default=list, blank=True)

    natural_fields = ("acronym",)

    class Meta:
        ordering = ["acronym"]

    def __str__(self):
        return self.acronym


class ReadingNote(Editable, NaturalModel):
    """Something in the assessment that contradicts itself, is missing, or could be read otherwise.

    Shown with every record that stands on one of its `source_lines`.
    """

    class Kind(models.TextChoices):
        INCONSISTENCY = "inconsistency", "Contradiction"
        MISSING = "missing", "Vague or missing"
        READING = "reading", "Doubtful reading"

    plan = models.ForeignKey(
        "priorities.Plan", on_delete=models.CASCADE, related_name="reading_notes"
    )
    ref = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=15, choices=Kind)
    subject = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    source_lines = models.JSONField(default=list, blank=True)

    natural_fields = ("plan__slug", "ref")

    REF_STARTS = {"inconsistency": "INC", "missing": "MIS", "reading": "READ"}

    # Listed with the contradictions, these contradict nothing that a reader would act on.
    HARMLESS = {"Typo": "Slips in the printed words", "Heading": "Headings that vary"}

    class Meta:
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "ref"], name="reading_note_ref_unique")
        ]

    def __str__(self):
        return f"{self.ref}: {self.text[:60]}"

    def number(self):
        self.ref = next_ref(self, self.REF_STARTS[self.kind], plan=self.plan)
        self.order = next_order(self, plan=self.plan)

    @property
    def title(self):
        return self.HARMLESS.get(self.subject) or self.get_kind_display()
