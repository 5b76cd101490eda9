"""How a project is doing: its people, milestones, dependencies and updates."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from core.records.natural import NaturalModel
from core.records.numbering import next_order
from core.records.printed import Printed

from .projects import Project, ProjectStatus


class Post(NaturalModel, Printed):
    """Capacity: a role and how many full-time equivalents of it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=200)
    full_time_equivalents = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )

    natural_fields = ("project__slug", "role")

    class Meta:
        ordering = ["project", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "role"], name="one_post_per_role"),
            models.CheckConstraint(
                name="post_not_negative",
                condition=Q(full_time_equivalents=None) | Q(full_time_equivalents__gte=0),
                violation_error_message="Full-time equivalents are zero or more.",
            ),
        ]

    def __str__(self):
        return f"{self.full_time_equivalents} {self.role}"


class Dependency(NaturalModel, Printed):
    """Something that must happen for the project to deliver; may be another project or a decision."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="dependencies")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    on_project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="dependants"
    )
    on_decision = models.ForeignKey(
        "priorities.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dependent_projects",
    )
    met_on = models.DateField(null=True, blank=True)

    natural_fields = ("project__slug", "order")

    class Meta:
        ordering = ["project", "order"]
        verbose_name_plural = "dependencies"
        constraints = [
            models.UniqueConstraint(fields=["project", "order"], name="dependency_order_unique"),
            models.CheckConstraint(
                name="project_does_not_wait_for_itself",
                condition=Q(on_project=None) | ~Q(on_project=models.F("project")),
                violation_error_message="A project cannot depend on itself.",
            ),
        ]

    def __str__(self):
        return self.text

    def is_met(self, as_at):
        """What was met later than that day was not met yet."""
        return self.met_on is not None and self.met_on <= as_at


class Milestone(NaturalModel, Printed):
    """A point that a project should reach by a day."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=250)
    due_on = models.DateField(null=True, blank=True)
    due_printed = models.CharField(max_length=100, blank=True)
    reached_on = models.DateField(null=True, blank=True)

    natural_fields = ("project__slug", "order")

    class Meta:
        ordering = ["project", "order"]
        constraints = [
            models.UniqueConstraint(fields=["project", "order"], name="milestone_order_unique")
        ]

    def __str__(self):
        return self.name

    def is_reached(self, as_at):
        """What was reached later than that day was not reached yet."""
        return self.reached_on is not None and self.reached_on <= as_at

    def is_overdue(self, as_at):
        """From the day after it was due."""
        return self.due_on is not None and self.due_on < as_at and not self.is_reached(as_at)


class ProjectUpdate(NaturalModel):
    """What was said of a project on a day, with its status and its forecast then; when it was last corrected."""

    part_of = "project"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="updates")
    on = models.DateField()
    order = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=25, choices=ProjectStatus)
    text = models.TextField()
    what_next = models.TextField(blank=True)
    forecast_end_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="project_updates",
    )
    corrected_on = models.DateField(null=True, blank=True, editable=False)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    natural_fields = ("project__slug", "on", "order")

    class Meta:
        ordering = ["project", "-on", "-order"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "on", "order"], name="project_update_order_unique"
            )
        ]

    def __str__(self):
        return f"{self.project}, {self.on:%-d %B %Y}"

    def number(self):
        self.order = next_order(self, project=self.project, on=self.on)
