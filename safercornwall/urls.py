"""Every address of the planner. Each folder of pages names its own."""

from django.urls import include, path

PAGES = (
    "board",
    "flags",
    "indicators",
    "figures",
    "commentary",
    "places",
    "indices",
    "projects",
    "plans",
    "themes",
    "gaps",
    "threats",
    "decisions",
    "influences",
    "reading_notes",
    "strategies",
    "acronyms",
    "rounds",
    "uploads",
    "signing_in",
    "your_account",
    "organisations",
)

urlpatterns = [path("", include(f"safercornwall.pages.{page}.urls")) for page in PAGES]

handler400 = "safercornwall.pages.signing_in.views.bad_request"
handler403 = "safercornwall.pages.signing_in.views.forbidden"
