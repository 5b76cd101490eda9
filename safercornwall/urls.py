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

handler403 = "safercornwall.accounts.views.signing_in.forbidden"
