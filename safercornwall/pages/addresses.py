"""The address of every record that has one.

Models know no addresses: the settings hand these to Django, which makes them `get_absolute_url`.
"""

from urllib.parse import urlencode

from django.urls import reverse

from core.periods import Period
from performance.rounds.quarters import key_of


def _page_of(name):
    return lambda record: reverse(f"{name}:page", args=[record.slug])


def _page_in_plan(name):
    return lambda record: reverse(f"{name}:page", args=[record.plan.slug, record.slug])


def _entry_in_plan(name):
    return lambda record: f"{reverse(f'{name}:list', args=[record.plan.slug])}#{record.slug}"


def _strategy(strategy):
    return f"{reverse('strategies:list')}#{strategy.slug}"


def _people_group(group):
    return f"{reverse('people_groups:list')}#{group.slug}"


def _reading_note(note):
    return f"{reverse('reading_notes:list', args=[note.plan.slug])}#{note.ref.lower()}"


def _plan_statement(statement):
    return f"{statement.plan.get_absolute_url()}#{statement.ref.lower()}"


def _acronym(acronym):
    return f"{reverse('acronyms:list')}?{urlencode({'q': acronym.acronym})}"


def _commentary(said):
    return f"{said.indicator.get_absolute_url()}#commentary"


def _under_theme(record):
    return f"{record.theme.get_absolute_url()}#{record.ref.lower()}"


def _scope_item(item):
    return f"{item.theme.get_absolute_url()}#scope-{item.order}"


def _upload(upload):
    return reverse("uploads:page", args=[upload.pk])


ADDRESSES = {
    "accounts.organisation": _page_of("organisations"),
    "places.area": _page_of("places"),
    "places.placeindex": _page_of("indices"),
    "priorities.plan": _page_of("plans"),
    "priorities.planstatement": _plan_statement,
    "priorities.theme": _page_in_plan("themes"),
    "priorities.scopeitem": _scope_item,
    "priorities.evidence": _under_theme,
    "priorities.performancestatement": _under_theme,
    "priorities.priorityarea": _under_theme,
    "priorities.deliverygap": _page_in_plan("gaps"),
    "priorities.threat": _page_in_plan("threats"),
    "priorities.decision": _page_in_plan("decisions"),
    "priorities.keydate": _entry_in_plan("decisions"),
    "priorities.externalinfluence": _entry_in_plan("influences"),
    "priorities.strategy": _strategy,
    "priorities.acronym": _acronym,
    "priorities.peoplegroup": _people_group,
    "priorities.readingnote": _reading_note,
    "performance.indicator": _page_of("indicators"),
    "performance.commentary": _commentary,
    "performance.upload": _upload,
    "projects.project": _page_of("projects"),
}


def round_url(quarter: Period) -> str:
    """The address of the page of its round."""
    return reverse("rounds:page", args=[key_of(quarter)])
