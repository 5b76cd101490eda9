"""Every address of the planner. Each folder of pages names its own."""

from django.urls import include, path

PAGES = (
    "board",
    "flags",
    "indicators",
    "targets",
    "breaks",
    "comparators",
    "figures",
    "commentary",
    "places",
    "populations",
    "indices",
    "maps",
    "projects",
    "milestones",
    "funding",
    "golden_threads",
    "plans",
    "themes",
    "performance_statements",
    "gaps",
    "threats",
    "decisions",
    "key_dates",
    "influences",
    "evidence",
    "priority_areas",
    "reading_notes",
    "strategies",
    "people_groups",
    "acronyms",
    "rounds",
    "small_numbers",
    "uploads",
    "setting_up",
    "signing_in",
    "second_factor",
    "your_account",
    "people",
    "organisations",
    "drafts",
    "search",
    "ownership",
    "my_work",
    "comments",
    "about",
)

urlpatterns = [
    *(path("", include(f"safercornwall.pages.{page}.urls")) for page in PAGES),
    path("", include("safercornwall.pages.signing_in.service_urls")),
    path("", include("safercornwall.exports.urls")),
]

handler400 = "safercornwall.pages.signing_in.refusals.bad_request"
handler404 = "safercornwall.pages.signing_in.refusals.not_found"
handler500 = "safercornwall.pages.signing_in.refusals.server_error"
handler403 = "safercornwall.pages.signing_in.refusals.forbidden"
