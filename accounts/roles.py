"""Who may do what: the four roles as groups of Django permissions.

Everyone who has a role reads everything. What a role may change is listed here, by model, and written to the groups
after every `migrate`: a new model needs a line here and no migration, and a grant that somebody changed by hand in the
database is put right again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.apps.registry import Apps

BOARD_MEMBER = "Board member"
OFFICER = "Officer"
ANALYST = "Analyst"
ADMINISTRATOR = "Administrator"
ROLES = (BOARD_MEMBER, OFFICER, ANALYST, ADMINISTRATOR)


PLAN = (
    "priorities.plan",
    "priorities.planstatement",
    "priorities.theme",
    "priorities.scopeitem",
    "priorities.evidence",
    "priorities.evidencefigure",
    "priorities.evidencetopic",
    "priorities.performancestatement",
    "priorities.deliverygap",
    "priorities.deliverygapwording",
    "priorities.threat",
    "priorities.threatwording",
    "priorities.decision",
    "priorities.proposalanswer",
    "priorities.keydate",
    "priorities.priorityarea",
    "priorities.priorityareareason",
    "priorities.reasonfigure",
    "priorities.externalinfluence",
    "priorities.externalinfluencepoint",
    "priorities.strategy",
    "priorities.peoplegroup",
    "priorities.acronym",
    "priorities.readingnote",
)
PROJECTS = (
    "projects.project",
    "projects.projectlisting",
    "projects.projectscopeitem",
    "projects.projectindicator",
    "projects.fundingline",
    "projects.projectspend",
    "projects.milestone",
    "projects.dependency",
    "projects.post",
    "projects.projectupdate",
)
INDICATORS = (
    "performance.indicator",
    "performance.seriesbreak",
    "performance.target",
    "performance.comparator",
    "performance.measurement",
)
FIGURES = (
    "performance.figure",
    "performance.upload",
    "performance.finding",
    "performance.columnmapping",
    "performance.closedperiod",
    "places.indexscore",
    "places.indexrow",
    "places.areaboundary",
    "places.referenceboundary",
    "places.populationestimate",
)
COMMENTARY = ("performance.commentary",)
# Of any record.
COMMENTS = ("accounts.comment",)
PLACES = (
    "places.area",
    "places.areacode",
    "places.placeindex",
    "places.indexcomponent",
    "places.indexband",
)
# What was sent in by mistake, and is taken out of the records for good.
ERASING = ("performance.erasure",)
PEOPLE = ("accounts.user", "accounts.organisation", "auth.group")


# In which a partnership's papers are written.
PAPERS = ("exports.packtemplate",)

# From which number on people are told how many.
SMALL_NUMBERS = ("performance.smallnumberthreshold",)

# Made by the planner itself.
KEPT_FOR_ALL = ("performance.reminder", "performance.historicalindicator")


READ = (
    *(
        *PLAN,
        *PROJECTS,
        *INDICATORS,
        *FIGURES,
        *COMMENTARY,
        *COMMENTS,
        *PLACES,
        *ERASING,
        *SMALL_NUMBERS,
        *KEPT_FOR_ALL,
    ),
    "accounts.organisation",
)
MAY_CHANGE: dict[str, tuple[str, ...]] = {
    BOARD_MEMBER: (),
    OFFICER: (*PLAN, *PROJECTS, *COMMENTARY, *COMMENTS),
    ANALYST: (*INDICATORS, *FIGURES, *COMMENTARY, *COMMENTS),
    ADMINISTRATOR: (
        *(*PLAN, *PROJECTS, *INDICATORS, *FIGURES, *COMMENTARY, *COMMENTS, *PLACES, *PEOPLE),
        *ERASING,
        *SMALL_NUMBERS,
        *PAPERS,
    ),
}
# A figure is corrected by a new revision, never changed or deleted in place.
APPEND_ONLY = {
    *("accounts.comment", "priorities.proposalanswer"),
    *("performance.figure", "performance.comparator", "places.indexscore"),
    "places.populationestimate",
    "performance.erasure",
    "performance.smallnumberthreshold",
}
# Records of the plan are archived, never destroyed.
VERBS = ("add", "change")


def permissions_of(role: str) -> Iterator[tuple[str, str]]:
    """(app label, codename) of every permission that `role` has."""
    for model in READ:
        yield _permission("view", model)
    for model in MAY_CHANGE[role]:
        yield _permission("view", model)
        for verb in VERBS:
            if verb == "add" or model not in APPEND_ONLY:
                yield _permission(verb, model)


def _permission(verb: str, model: str) -> tuple[str, str]:
    app, name = model.split(".")
    return app, f"{verb}_{name}"


def grant_roles(groups: Any, permissions: Iterable) -> None:
    """Give each role exactly its permissions. `groups` is a Group manager, `permissions` all there are.

    A database that is not migrated to the end has not all permissions yet: those follow with the rest.
    """
    known = {(p.content_type.app_label, p.codename): p for p in permissions}
    for role in ROLES:
        group, _ = groups.get_or_create(name=role)
        group.permissions.set(known[key] for key in set(permissions_of(role)) if key in known)


def keep_roles(app_config: AppConfig, using: str, apps: Apps = installed, **facts: Any) -> None:
    """Receives `post_migrate`, sent for each app in turn: grants the roles once every app has its permissions."""
    if (
        app_config.label
        != [one for one in installed.get_app_configs() if one.models_module][-1].label
    ):
        return
    try:
        group, permission = (apps.get_model("auth", name) for name in ("Group", "Permission"))
    except LookupError:
        return
    permissions = permission.objects.using(using).select_related("content_type")
    grant_roles(group.objects.using(using), permissions)
