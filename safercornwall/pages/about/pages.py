"""What the law asks a public body to say of its service. Whoever comes by reads it, signed in or not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.cookies import name_of_cookie
from core.replicas.pages import WROTE
from core.retention import rules

# A year is the longest that the standard of security.txt advises.
SECURITY_TXT_LASTS = timedelta(days=180)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "about/accessibility.html", {"contact": settings.CONTACT_EMAIL})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {"contact": settings.CONTACT_EMAIL, "rules": rules()}
    return render(request, "about/privacy.html", context)


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    context = {
        "session": settings.SESSION_COOKIE_NAME,
        "csrf": settings.CSRF_COOKIE_NAME,
        **{name: name_of_cookie(name) for name in ("last_here", "kept_forms", "known_browser")},
        "wrote": name_of_cookie(WROTE) if settings.REPLICAS else "",
    }
    return render(request, "about/cookies.html", context)


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to tell of a weakness, as RFC 9116 has it. Raises Http404 where the installation names nobody."""
    if not settings.SECURITY_CONTACT:
        raise Http404("SECURITY_CONTACT is not set.")
    today = timezone.now().astimezone(UTC).date()
    expires = datetime.combine(today + SECURITY_TXT_LASTS, datetime.min.time(), UTC)
    lines = [
        f"Contact: mailto:{settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
