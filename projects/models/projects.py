"""Projects: what is being delivered, and what it serves."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Owned
from core.documents.status_then import StatusThen
from core.periods import financial_year_label
from core.records.editable import Editable, live, live_within
from core.records.natural import NaturalModel
from core.records.numbering import free_slug, next_order
from core.records.printed import Printed
from places.models import Area
from priorities.models.plans import ThemedQuerySet


class ProjectStatus(models.TextChoices):
    CURRENT = "current", "Current"
    AWAITING = "awaiting_implementation", "Awaiting implementation"
    ON_HOLD = "on_hold", "On hold"
    PLANNED = "planned", "Planned"
    CLOSED = "closed", "Closed"


class ProjectQuerySet(ThemedQuerySet):
    def active(self, as_at):
        """Being delivered on that day: current, begun and not over."""
        return (
            self.filter(status=ProjectStatus.CURRENT)
            .exclude(starts_on__gt=as_at)
            .exclude(ends_on__lt=as_at)
        )


class Project(Owned, Editable, NaturalModel, Printed):
    """A service, post, campaign or scheme. One record, listed under each theme that it serves.

    A project with no area is county-wide. `procurement_lead_months` is how long a tender takes.
    """

    owned_by = ("lead_organisation",)

    slug = models.SlugField(max_length=100, unique=True)
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=250)
    summary = models.TextField(blank=True)
    status = models.CharField(max_length=25, choices=ProjectStatus)
    status_note = models.TextField(blank=True)
    planned_year = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    forecast_end_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    lessons = models.TextField(
        blank=True, help_text="What was learned, for whoever plans the next."
    )
    procurement_lead_months = models.PositiveSmallIntegerField(default=6)
    lead_organisation = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="projects_led",
    )
    lead_printed = models.CharField(max_length=200, blank=True)
    organisations = models.ManyToManyField(
        "accounts.Organisation", blank=True, related_name="projects"
    )
    themes = models.ManyToManyField(
        "priorities.Theme", through="ProjectListing", related_name="projects"
    )
    areas = models.ManyToManyField("places.Area", blank=True, related_name="projects")
    people_groups = models.ManyToManyField(
        "priorities.PeopleGroup", blank=True, related_name="projects"
    )
    strategies = models.ManyToManyField("priorities.Strategy", blank=True, related_name="projects")
    gaps = models.ManyToManyField("priorities.DeliveryGap", blank=True, related_name="projects")
    threats = models.ManyToManyField("priorities.Threat", blank=True, related_name="projects")
    scope_items = models.ManyToManyField(
        "priorities.ScopeItem", through="ProjectScopeItem", related_name="projects"
    )
    indicators = models.ManyToManyField(
        "performance.Indicator", through="ProjectIndicator", related_name="projects"
    )

    # On an earlier day: see `projects_then`. Its status is then that of the day.
    then: StatusThen | None = None

    natural_fields = ("slug",)
    objects = live(ProjectQuerySet)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                name="project_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="A project ends on or after the day it starts.",
            ),
            models.CheckConstraint(
                name="only_a_closed_project_was_closed",
                condition=Q(closed_on=None) | Q(status=ProjectStatus.CLOSED),
                violation_error_message="Only a closed project says on which day it was closed.",
            ),
        ]

    def __str__(self):
        return self.name

    def number(self):
        self.slug = free_slug(self)
        self.order = next_order(self)

    @property
    def status_label(self):
        """ "Open", where it was closed later and nothing says how it stood; else ""."""
        is_unsaid = self.then and not self.then.is_known and self.then.is_ended_later
        return "Open" if is_unsaid and self.status == ProjectStatus.CLOSED else ""

    @property
    def planned_year_label(self):
        return financial_year_label(self.planned_year) if self.planned_year else ""

    def is_open_on(self, as_at):
        """What was closed later than that day was still open."""
        is_closed = self.status == ProjectStatus.CLOSED
        return not is_closed or (self.closed_on is not None and self.closed_on > as_at)

    def runs_on(self, as_at):
        """Begun by that day and not over."""
        return (self.starts_on is None or self.starts_on <= as_at) and (
            self.ends_on is None or self.ends_on >= as_at
        )

    def is_active(self, as_at):
        """The same rule as `ProjectQuerySet.active`, for a project already in hand."""
        return self.status == ProjectStatus.CURRENT and self.runs_on(as_at)

    @property
    def local_areas(self):
        """Its areas smaller than the county. For many projects, prefetch `areas`."""
        return [area for area in self.areas.all() if area.kind != Area.Kind.COUNTY]

    @property
    def is_county_wide(self):
        return not self.local_areas

    def covers(self, places):
        """Whether one of its areas covers one of `places`."""
        return any(place.is_covered_by(area) for area in self.areas.all() for place in places)


class ProjectListing(NaturalModel, Printed):
    """A project as one theme lists it: its status there, under the printed heading, in the printed words."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="listings")
    theme = models.ForeignKey(
        "priorities.Theme", on_delete=models.CASCADE, related_name="project_listings"
    )
    order = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=25, choices=ProjectStatus)
    heading_printed = models.CharField(max_length=100)
    text = models.TextField()

    natural_fields = ("project__slug", "theme__plan__slug", "theme__slug")

    objects = live_within("project", "theme")

    class Meta:
        ordering = ["theme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["project", "theme"], name="one_listing_per_theme")
        ]

    def __str__(self):
        return self.text[:80]

    def number(self):
        self.order = self.order or next_order(self, theme=self.theme)
        self.heading_printed = self.heading_printed or self.get_status_display()

    def clean(self):
        """Without a printed heading, the status is the heading."""
        if not self.source_lines:
            self.heading_printed = self.get_status_display()


class ProjectScopeItem(NaturalModel):
    """A scope item that a project addresses. A judgement, with its reason, unless the plan states it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="scope_links")
    scope_item = models.ForeignKey(
        "priorities.ScopeItem", on_delete=models.CASCADE, related_name="project_links"
    )
    is_judgement = models.BooleanField(default=True)
    reason = models.TextField()

    natural_fields = (
        "project__slug",
        "scope_item__theme__plan__slug",
        "scope_item__theme__slug",
        "scope_item__order",
    )

    objects = live_within("project", "scope_item__theme")

    class Meta:
        ordering = ["scope_item", "project"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "scope_item"], name="one_link_per_scope_item"
            )
        ]

    def __str__(self):
        return f"{self.project}: {self.scope_item}"


class ProjectIndicator(NaturalModel):
    """An indicator that a project should move, and how. A judgement unless the plan states it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="indicator_links")
    indicator = models.ForeignKey(
        "performance.Indicator", on_delete=models.CASCADE, related_name="project_links"
    )
    contribution = models.TextField()
    is_judgement = models.BooleanField(default=True)

    natural_fields = ("project__slug", "indicator__slug")

    objects = live_within("project")

    class Meta:
        ordering = ["indicator", "project"]
        constraints = [
            models.UniqueConstraint(fields=["project", "indicator"], name="one_link_per_indicator")
        ]

    def __str__(self):
        return f"{self.project}: {self.indicator}"
