"""What a partnership needs before its board has a page: what is there, what is missing, and where each is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Organisation, PersonState, User
from performance.models import Figure, Indicator, Target
from places.models import Area
from priorities.clocks import readable_plans
from priorities.models import Plan
from projects.models import Project


@dataclass(frozen=True)
class SetupStep:
    """One thing to do. `found` says what is there already, `missing` what is still to come; `who` does it.

    `url` is empty for a person who may not do it, and where something else must be done first.
    """

    title: str
    found: str
    missing: str
    who: str
    url: str = ""
    link: str = ""

    @property
    def is_done(self) -> bool:
        return bool(self.found) and not self.missing


def plan_being_set_up(user: User) -> Plan | None:
    """The newest plan that a person may read: a current one before a draft."""
    plans = readable_plans(user).select_related("partnership")
    current = plans.filter(stage=Plan.Stage.CURRENT).newest_first().first()
    return current or plans.newest_first().first()


class Setup:
    """How far the partnership is set up, as one person sees it."""

    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user
        self.plan = plan_being_set_up(request.user)

    @property
    def steps(self) -> list[SetupStep]:
        return [
            self._partnership(),
            self._areas(),
            self._organisations(),
            self._people(),
            self._plan(),
            self._themes(),
            self._indicators(),
            self._figures(),
            self._projects(),
        ]

    def _partnership(self) -> SetupStep:
        found = Organisation.objects.filter(kind=Organisation.Kind.PARTNERSHIP)
        named = self.plan.partnership if self.plan else found.order_by("pk").first()
        return SetupStep(
            "Your partnership",
            str(named or ""),
            "" if named else "It has no name yet.",
            "An administrator",
            *self._to(
                "accounts.add_organisation",
                "setting_up:partnership",
                "" if named else "Name your partnership",
            ),
        )

    def _areas(self) -> SetupStep:
        count = Area.objects.of_partnership().count()
        return SetupStep(
            "Its places",
            _count(count, "place", "places"),
            "" if count else "There are no places yet. Figures and projects are of places.",
            "An administrator",
            *self._to("places.add_area", "setting_up:areas", "Add places"),
        )

    def _organisations(self) -> SetupStep:
        others = Organisation.objects.exclude(kind=Organisation.Kind.PARTNERSHIP).count()
        return SetupStep(
            "Its organisations",
            _count(others, "organisation", "organisations"),
            "" if others else "No organisation is named yet, such as the council or the police.",
            "An administrator",
            *self._to("accounts.add_organisation", "organisations:new", "Add an organisation"),
        )

    def _people(self) -> SetupStep:
        people = User.objects.prefetch_related("invitations")
        others = sum(
            person.state in (PersonState.ACTIVE, PersonState.INVITED)
            for person in people.exclude(pk=self.user.pk)
        )
        return SetupStep(
            "Its people",
            _count(others, "other person", "other people"),
            "" if others else "Nobody else is invited yet.",
            "An administrator",
            *self._to("accounts.add_user", "people:invite", "Invite somebody"),
        )

    def _plan(self) -> SetupStep:
        who, plan = "An officer or an administrator", self.plan
        if plan is None:
            to = self._to("priorities.add_plan", "plans:new", "Begin the first plan")
            return SetupStep("The first plan", "", "There is no plan yet.", who, *to)
        if plan.stage == Plan.Stage.DRAFT:
            to = self._to("priorities.change_plan", "plans:edit", "Make it current", slug=plan.slug)
            missing = "It is a draft. The board sees it once its stage is Current."
            return SetupStep("The first plan", plan.title, missing, who, *to)
        return SetupStep("The first plan", plan.title, "", who, plan.get_absolute_url(), "Open it")

    def _themes(self) -> SetupStep:
        count = self.plan.themes.count() if self.plan else 0
        return SetupStep(
            "Its themes",
            _count(count, "theme", "themes"),
            "" if count else self._needs_plan("The plan has no theme yet."),
            "An officer or an administrator",
            *self._in_plan("priorities.add_theme", "themes:new", "Add a theme"),
        )

    def _indicators(self) -> SetupStep:
        known = Indicator.objects.counting().filter(retired_on=None)
        count = known.count()
        targeted = Target.objects.filter(is_confirmed=True).values("indicator")
        without = known.exclude(pk__in=targeted).count()
        missing = "Nothing is measured yet."
        if count:
            missing = f"{_count(without, 'has', 'have')} no target." if without else ""
        return SetupStep(
            "Indicators and targets",
            _count(count, "indicator", "indicators"),
            missing,
            "An analyst or an administrator",
            *self._to("performance.add_indicator", "indicators:new", "Add an indicator"),
        )

    def _figures(self) -> SetupStep:
        count = Figure.objects.latest_revisions().count()
        return SetupStep(
            "First figures",
            _count(count, "figure", "figures"),
            "" if count else "No figure is in yet.",
            "An analyst or an administrator",
            *self._to("performance.add_upload", "uploads:new", "Upload figures"),
        )

    def _projects(self) -> SetupStep:
        count = Project.objects.count()
        loose = list(Project.objects.filter(listings=None).order_by("order"))
        missing = "" if count else "No project is listed yet."
        to = self._to("projects.add_project", "projects:new", "Add a project")
        if loose:
            stand = _count(len(loose), "project stands", "projects stand")
            missing = f"{stand} under no theme yet, so the board does not count them."
            words = f"Add a theme to “{loose[0]}”"
            to = self._to("projects.change_project", "projects:edit", words, slug=loose[0].slug)
        return SetupStep(
            "First projects",
            _count(count, "project", "projects"),
            missing,
            "An officer or an administrator",
            *to,
        )

    def _to(self, permission: str, page: str, words: str, **names: str) -> tuple[str, str]:
        """An address and the words of its link; both empty for a person who may not go there."""
        if not words or not self.user.has_perm(permission):
            return "", ""
        return reverse(page, kwargs=names), words

    def _in_plan(self, permission: str, page: str, words: str) -> tuple[str, str]:
        return self._to(permission, page, words, plan=self.plan.slug) if self.plan else ("", "")

    def _needs_plan(self, words: str) -> str:
        return words if self.plan else "They belong to a plan, which comes first."


def _count(number: int, one: str, many: str) -> str:
    """Empty for none."""
    return f"{number:,} {one if number == 1 else many}" if number else ""
