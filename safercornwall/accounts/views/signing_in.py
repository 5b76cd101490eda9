"""Coming in, going out, and what is said to someone who may not."""

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.decorators import method_decorator

from safercornwall.accounts.forms import SignInForm


@method_decorator(login_not_required, name="dispatch")
class SignIn(auth_views.LoginView):
    """Django's own view checks that `next` leads back into the planner."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


@method_decorator(login_not_required, name="dispatch")
class SignOut(auth_views.LogoutView):
    """By POST only: a link in someone else's page must not sign anybody out."""


def locked_out(request, response, credentials=None):
    """In place of the sign-in page, after too many wrong passwords."""
    minutes = round(settings.AXES_COOLOFF_TIME.total_seconds() / 60)
    context = {"minutes": minutes, "tries": settings.AXES_FAILURE_LIMIT}
    return render(request, "429.html", context, status=429)


def forbidden(request, exception=None):
    """Somebody without any role is told so, since nothing they try can work until they have one."""
    user = request.user
    context = {"has_role": user.is_superuser or user.groups.exists()}
    return render(request, "403.html", context, status=403)


def out_of_date(request, reason=""):
    """A form came back without this session's token: mostly a page left open since another sign-in."""
    return render(request, "403.html", {"out_of_date": True, "has_role": True}, status=403)
