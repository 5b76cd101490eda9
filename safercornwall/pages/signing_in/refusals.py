"""The pages for a person whom the planner refuses: locked out, forbidden, or with a bad request."""

import sys

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import page_not_found

from accounts.backends import groups_of, limits_of
from accounts.limits import NotTheirs, names_of
from accounts.roles import BOARD_MEMBER
from accounts.security_log import Kind, Outcome, note
from core.database_trouble import Trouble, trouble_of
from core.request_ids import short_id
from priorities.clocks import readable_plans
from priorities.models import Plan
from safercornwall.pages.components.plan_in_view import NoPlanYet
from safercornwall.pages.signing_in.unsent import led_back

SHARED = "This is shared by the whole partnership. An administrator of the planner can change it."


def locked_out(request, axes_response, credentials=None):
    """The page after too many wrong passwords for one name, or from one address."""
    wait = settings.AXES_COOLOFF_TIME.total_seconds()
    context = {
        "minutes": round(wait / 60),
        "tries": settings.AXES_FAILURE_LIMIT,
        "by_address": getattr(request, "is_closed_to_address", False),
        "slowed_down": getattr(request, "is_slowed_down", False),
        "seconds": round(settings.WAIT_BETWEEN_TRIES_FOR_A_NAME.total_seconds()),
    }
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = round(wait)
    return response


# Of the answer to a wrong name, which no middleware sees where HTTP leads on to HTTPS.
STRICT = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


def bad_request(request, exception=None):
    """The page does not use the request, because a request with a wrong host name cannot be trusted."""
    context = {
        "is_wrong_name": isinstance(exception, DisallowedHost),
        "public_url": settings.PUBLIC_URL,
    }
    page = render_to_string("400.html", context)
    return HttpResponseBadRequest(page, headers=STRICT)


def forbidden(request, exception=None):
    """The page tells a person without a role to get one, because no page works without it."""
    user = request.user
    note(Kind.REFUSED, outcome=Outcome.REFUSED)
    context = {
        "has_role": user.is_superuser or user.groups.exists(),
        "limited": limited_words(user, exception),
    }
    return render(request, "403.html", context, status=403)


def limited_words(user, refusal):
    """For a limited person: whose the record is, whom to ask, and what they do change. Empty for all others."""
    if not limits_of(user) or BOARD_MEMBER in groups_of(user):
        return []
    whose = [str(refusal)] if isinstance(refusal, NotTheirs) else [SHARED]
    return [*whose, f"You change what {' and '.join(names_of(limits_of(user)))} owns or leads."]


def not_found(request, exception):
    """An empty planner has pages too: one that is about a plan says that there is none yet."""
    if not isinstance(exception, NoPlanYet):
        return page_not_found(request, exception)
    drafts = readable_plans(request.user).filter(stage=Plan.Stage.DRAFT)
    return render(request, "no_plan_yet.html", {"drafts": drafts.newest_first()})


def out_of_date(request, reason=""):
    """Of a form without this session's token: its page, filled in. Mostly it was open since an earlier sign-in."""
    if back := led_back(request):
        return back
    note(Kind.REFUSED, outcome=Outcome.REFUSED, about="A form without this session's token")
    return render(request, "403.html", {"out_of_date": True, "has_role": True}, status=403)


def too_large(request, most):
    """The page for a body that is refused by its length, before any of it is read."""
    note(Kind.REFUSED, outcome=Outcome.REFUSED, about="A body that is too large")
    context = {"most": f"{most // 1_000_000} MB", "signed_in": request.user.is_authenticated}
    return render(request, "413.html", context, status=413)


def no_length(request):
    """The page for a body that does not say how long it is. No browser sends a form so."""
    note(Kind.REFUSED, outcome=Outcome.REFUSED, about="A body without a length")
    return render(request, "413.html", {"no_length": True}, status=411)


# Never sent back in a page.
NOT_KEPT = ("csrfmiddlewaretoken", "password")
WAIT_SECONDS = 20


def server_error(request):
    """The page for an error of ours; where the database does nothing just now, one to try again."""
    if trouble := trouble_of(sys.exc_info()[1]):
        return try_again(request, trouble)
    page = render_to_string("500.html", {"number": short_id()})
    return HttpResponseServerError(page)


def try_again(request, trouble):
    """What was typed is in the page, and is sent once more by its button. The page asks the database for nothing."""
    typed, has_files = typed_in(request)
    had_secrets = any("password" in name for name, _ in typed)
    typed = [(name, value) for name, value in typed if not is_never_kept(name)]
    is_form = request.method == "POST"
    context = {
        "trouble": str(trouble),
        "may_be_saved": trouble is Trouble.AWAY,
        "number": short_id(),
        "typed": typed,
        "is_form": is_form,
        "can_send_again": is_form and bool(typed) and not has_files and not had_secrets,
        "shown": [(name, value) for name, value in typed if len(value) > MOST_SHORT],
        "path": request.get_full_path(),
        "csrf_token": get_token(request),
    }
    page = render_to_string("503.html", context)
    return HttpResponse(page, status=503, headers={**STRICT, "Retry-After": WAIT_SECONDS})


def typed_in(request):
    """[(name, value)] of a form that was sent, and whether files came with it."""
    try:
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
        return pairs, bool(request.FILES)
    except Exception:
        # A body that was not yet read when the database went away, and cannot be read here.
        return [], True


def is_never_kept(name):
    return any(part in name for part in NOT_KEPT)


# Longer ones are words that somebody wrote, and are shown as well.
MOST_SHORT = 40
