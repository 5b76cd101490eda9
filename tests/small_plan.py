"""A plan small enough to hold in the head: tests of its pages add only what they are about."""

from datetime import date

from accounts.models import Organisation
from priorities.models import (
    Acronym,
    Decision,
    DeliveryGap,
    DeliveryGapWording,
    Evidence,
    KeyDate,
    Plan,
    ReadingNote,
    Strategy,
    Theme,
    Threat,
    ThreatWording,
)
from projects.models import Dependency, Project, ProjectListing

AS_AT = date(2011, 11, 30)


class SmallPlan:
    def __init__(self, stage="current", year=2012):
        self.number = 0
        self.partnership, _ = Organisation.objects.get_or_create(
            name="Safer Somewhere", slug="safer-somewhere", kind="partnership"
        )
        self.plan = Plan.objects.create(
            partnership=self.partnership,
            title=f"Plan for {year}",
            slug=f"plan-{year}",
            financial_year=year,
            assessment_title="Strategic assessment",
            stage=stage,
            reporting_date=AS_AT,
        )

    def next(self):
        self.number += 1
        return self.number

    def theme(self, name="Burglary"):
        n = self.next()
        return Theme.objects.create(
            plan=self.plan, slug=f"theme-{n}", code=f"T{n}", order=n, kind="other_risk_factor",
            name=name, plan_statement="To be addressed.",
        )  # fmt: skip

    def gap(self, title, *themes, text="Nobody has mapped it.", otherwise=None, **facts):
        """Stated by `themes` in the same words, but by those in `otherwise` (theme: words) in others."""
        n = self.next()
        facts = {"slug": f"gap-{n}", "order": n, "source_lines": [n]} | facts
        gap = DeliveryGap.objects.create(plan=self.plan, title=title, text=text, **facts)
        self._word(DeliveryGapWording, {"gap": gap}, text, themes, otherwise)
        return gap

    def threat(self, title, *themes, text="Times are hard.", otherwise=None, **facts):
        n = self.next()
        facts = {"slug": f"threat-{n}", "order": n, "origin": "external"} | facts
        threat = Threat.objects.create(plan=self.plan, title=title, text=text, **facts)
        self._word(ThreatWording, {"threat": threat}, text, themes, otherwise)
        return threat

    def _word(self, model, parent, text, themes, otherwise):
        for theme, words in (dict.fromkeys(themes, text) | (otherwise or {})).items():
            n = self.next()
            model.objects.create(
                **parent, theme=theme, ref=f"W-{n}", order=n, text=words, source_lines=[1000 + n]
            )

    def decision(self, title, *themes, **facts):
        n = self.next()
        facts = {"slug": f"decision-{n}", "order": n, "kind": "board"} | facts
        decision = Decision.objects.create(plan=self.plan, title=title, **facts)
        decision.themes.add(*themes)
        return decision

    def key_date(self, title, *themes, **facts):
        n = self.next()
        facts = {
            "slug": f"date-{n}", "order": n, "kind": "deadline", "date_printed": "in due course",
        } | facts  # fmt: skip
        key_date = KeyDate.objects.create(plan=self.plan, title=title, **facts)
        key_date.themes.add(*themes)
        return key_date

    def project(self, name, theme=None, **facts):
        n = self.next()
        facts = {"slug": f"project-{n}", "order": n, "status": "current"} | facts
        project = Project.objects.create(name=name, **facts)
        if theme:
            ProjectListing.objects.create(
                project=project, theme=theme, order=n, status=project.status,
                heading_printed="Current", text=name,
            )  # fmt: skip
        return project

    def dependency(self, project, decision, **facts):
        return Dependency.objects.create(
            project=project,
            on_decision=decision,
            order=self.next(),
            text="Awaits funding.",
            **facts,
        )

    def evidence(self, theme, ref, *lines):
        return Evidence.objects.create(
            theme=theme, ref=ref, order=self.next(), text="It rose.", source_lines=list(lines)
        )

    def note(self, text, *lines, **facts):
        n = self.next()
        facts = {"ref": f"NOTE-{n}", "order": n, "kind": "inconsistency"} | facts
        return ReadingNote.objects.create(
            plan=self.plan, text=text, source_lines=list(lines), **facts
        )

    def strategy(self, name, **facts):
        return Strategy.objects.create(name=name, slug=f"strategy-{self.next()}", **facts)

    def acronym(self, acronym, expansion, *lines, is_in_text=True):
        return Acronym.objects.create(
            acronym=acronym, expansion=expansion, is_in_text=is_in_text, source_lines=list(lines)
        )
