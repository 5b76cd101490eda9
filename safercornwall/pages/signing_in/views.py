"""Coming in, going out, and what is said to someone who may not."""

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import DisallowedHost
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator

from safercornwall.pages.signing_in.forms import SignInForm


@method_decorator(login_not_required, name="dispatch")
class SignIn(auth_views.LoginView):
    """Django's own view checks that `next` leads back into the planner."""

    template_name = "signing_in/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


@method_decorator(login_not_required, name="dispatch")
class SignOut(auth_views.LogoutView):
    """By POST only: a link in someone else's page must not sign anybody out."""


def locked_out(request, response, credentials=None):
    """In place of the page, after too many wrong passwords for one name, or from one address."""
    wait = settings.AXES_COOLOFF_TIME.total_seconds()
    context = {
        "minutes": round(wait / 60),
        "tries": settings.AXES_FAILURE_LIMIT,
        "by_address": getattr(request, "is_closed_to_address", False),
    }
    answer = render(request, "429.html", context, status=429)
    answer["Retry-After"] = round(wait)
    return answer


def bad_request(request, exception=None):
    """Without the request: by a name that is not ours, nothing that it says of where it is can be believed."""
    context = {
        "is_wrong_name": isinstance(exception, DisallowedHost),
        "public_url": settings.PUBLIC_URL,
    }
    page = render_to_string("400.html", context)
    return HttpResponseBadRequest(page, headers={"Cache-Control": "private, no-store"})


def forbidden(request, exception=None):
    """Somebody without any role is told so, since nothing they try can work until they have one."""
    user = request.user
    context = {"has_role": user.is_superuser or user.groups.exists()}
    return render(request, "403.html", context, status=403)


def out_of_date(request, reason=""):
    """A form came back without this session's token: mostly a page left open since another sign-in."""
    return render(request, "403.html", {"out_of_date": True, "has_role": True}, status=403)
