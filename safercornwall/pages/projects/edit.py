"""Projects are created, edited and archived here, with all their parts but the updates."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from core.documents.contents import Contents, Part
from priorities.clocks import readable_plans
from priorities.models import Plan, Theme
from projects.models import Project
from projects.models.projects import ProjectQuerySet
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.editing.starting import slug_in
from safercornwall.pages.components.plan_in_view import appears_anywhere_under
from safercornwall.pages.projects.forms import ONLY_KEPT, PARTS, ProjectForm
from safercornwall.pages.projects.without_drafts import known_to


def _may_see(request: HttpRequest) -> QuerySet:
    """Archived ones too."""
    return ProjectQuerySet(Project).known_under(readable_plans(request.user))


def _suggested(request: HttpRequest, project: Project) -> Contents:
    """Listed under the theme that the person came from."""
    themes = Theme.objects.filter(
        slug=slug_in(request, "theme"), plan__in=readable_plans(request.user)
    ).order_by("-plan__financial_year")
    if plan := slug_in(request, "plan"):
        themes = themes.filter(plan__slug=plan)
    theme = themes.exclude(plan__stage=Plan.Stage.CLOSED).first()
    listings = (Part("new-1", {"theme": theme.pk}),) if theme else ()
    return Contents({}, {"listings": listings})


def _no_theme(project: Project) -> str:
    """Each page of a plan finds projects by way of its themes."""
    if project.listings.exists():
        return ""
    add_at = f"{EDITOR.address_of(project, 'edit')}#listings"
    return format_html(
        "“{}” stands under no theme yet, so the board does not count it. "
        '<a class="govuk-notification-banner__link" href="{}">Add a theme</a>',
        project,
        add_at,
    )


EDITOR = Editor(
    noun="project",
    app="projects",
    form=ProjectForm,
    at="projects/",
    parts=PARTS,
    only_kept=ONLY_KEPT,
    may_see=_may_see,
    suggests=_suggested,
    appears_in=appears_anywhere_under,
    known_to=known_to,
    reasons_for=("status", "listings.status"),
    still_missing=_no_theme,
)
