"""Every address of the planner."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("safercornwall.accounts.urls")),
    path("", include("safercornwall.dashboards.urls")),
    path("", include("priorities.urls")),
    path("", include("performance.urls")),
    path("", include("projects.urls")),
    path("", include("places.urls")),
]

handler400 = "safercornwall.accounts.views.signing_in.bad_request"
handler403 = "safercornwall.accounts.views.signing_in.forbidden"
