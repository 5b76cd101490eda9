"""The addresses that a proxy and a monitor ask: /healthz, /readyz and /metrics.

They are answered before any other middleware: no session, no sign-in, no name that must be in ALLOWED_HOSTS, no way over HTTPS.
Anybody is told whether the planner is well. Why not is for who has the token or asks on this very machine.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseForbidden,
    HttpResponseNotAllowed,
    JsonResponse,
)
from django.http.request import split_domain_port
from django.utils.crypto import constant_time_compare

from core.health.checks import Health, HealthCheck, HealthFinding, examine, worst
from core.health.measures import FORMAT, exposition

Answer = Callable[[HttpRequest], HttpResponseBase]
Probe = Callable[[HttpRequest], HttpResponse]
STRICT = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
# With one of these somebody else asks, through a proxy.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives. Nothing else is asked, so that no fault of another makes a supervisor kill it."""
    return JsonResponse({"status": Health.OK})


def readyz(request: HttpRequest) -> HttpResponse:
    """503 where the planner cannot serve. Whatever else is wrong is a warning, with 200."""
    found = [(check, as_ready(check, finding)) for check, finding in examine(quick=True)]
    health = worst([finding.health for _, finding in found])
    answer: dict[str, object] = {"status": health}
    if is_trusted(request):
        answer["checks"] = [described(check.name, finding) for check, finding in found]
    return JsonResponse(answer, status=503 if health is Health.FAIL else 200)


def metrics(request: HttpRequest) -> HttpResponse:
    """Open to nobody else: it tells how much the planner is used, and for what."""
    if not is_trusted(request):
        return HttpResponseForbidden(
            "Ask on this machine, or with the token in METRICS_TOKEN.\n", content_type="text/plain"
        )
    return HttpResponse(exposition(), content_type=FORMAT)


def as_ready(check: HealthCheck, finding: HealthFinding) -> HealthFinding:
    if finding.health is Health.FAIL and not check.stops_serving:
        return HealthFinding(Health.WARN, finding.says, finding.mend)
    return finding


def described(name: str, finding: HealthFinding) -> dict[str, str]:
    facts = {"name": name, "status": finding.health, "says": finding.says}
    return {**facts, "mend": finding.mend} if finding.mend else facts


def is_trusted(request: HttpRequest) -> bool:
    """Whether it has the token, or comes from this machine and not through a proxy on it."""
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if settings.METRICS_TOKEN and scheme.lower() == "bearer":
        return constant_time_compare(token.strip(), settings.METRICS_TOKEN)
    if any(request.META.get(name) for name in FORWARDED):
        return False
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and _names_loopback(request)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _names_loopback(request: HttpRequest) -> bool:
    """A proxy that says nothing of its callers still hands on the name that they called."""
    name, _ = split_domain_port(request.META.get("HTTP_HOST", ""))
    return name == "localhost" or _is_loopback(name.strip("[]"))


PROBES: dict[str, Probe] = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}


def answer_probes(get_response: Answer) -> Answer:
    """Middleware. The policy of contents stands before it, everything else behind."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        if probe is None:
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            answer: HttpResponse = HttpResponseNotAllowed(["GET", "HEAD"])
        else:
            answer = probe(request)
            answer["Content-Length"] = len(answer.content)
        for name, value in STRICT.items():
            answer[name] = value
        return answer

    return middleware
