"""One person, for administrators: what is known of them, what they own, and what was changed."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from accounts.backends import limits_of
from accounts.limits import names_of
from accounts.models import PersonState, User
from accounts.second_factors import factors_of
from performance.indicators.people import sent_in_by
from safercornwall.pages.people.find import find, looks_after_people
from safercornwall.pages.people.trace import trace_of

DAY_AND_TIME = "j F Y, H:i"


@looks_after_people
@require_safe
def person_page(request, pk):
    person = find(pk)
    factors = factors_of(person)
    context = {
        "person": person,
        "facts": [*facts_of(person), ("Second factor", words_of(factors))],
        "factors": factors,
        "indicators": sent_in_by(person, on=timezone.localdate()),
        "trace": trace_of(person),
    }
    return render(request, "people/page.html", context)


def facts_of(person: User) -> list[tuple[str, ...]]:
    organisation = person.organisation
    where = organisation.get_absolute_url() if organisation else ""
    return [
        ("State", state_words(person)),
        ("Role", person.role or "No role"),
        ("Changes only what these own or lead", "\n".join(names_of(limits_of(person)))),
        ("Organisation", str(organisation or "Not stated"), where),
        ("Post", person.job_title),
        ("Username", person.username),
        ("E-mail address", person.email or "None"),
        ("Last sign-in", in_words(person.last_login) if person.last_login else "Never"),
    ]


def words_of(factors: list[Authenticator]) -> str:
    """ "1 passkey, app for codes"."""
    apps = sum(factor.type == Authenticator.Type.TOTP for factor in factors)
    passkeys = len(factors) - apps
    words = [f"{passkeys} passkey{'' if passkeys == 1 else 's'}"] if passkeys else []
    return ", ".join([*words, *["app for codes"] * apps]) or "None"


def state_words(person: User) -> str:
    """The state, and for an invitation until when its link works."""
    label = str(person.state.label)
    if person.state != PersonState.INVITED:
        return label
    expires = in_words(person.invitation.expires_at)
    if person.invitation.has_expired:
        return f"{label}; the link stopped working on {expires}"
    return f"{label}; the link works until {expires}"


def in_words(moment) -> str:
    return date_format(timezone.localtime(moment), DAY_AND_TIME)
