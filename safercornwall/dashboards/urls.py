"""Pages that gather: each shows one thing with all that is known of it, its flags among it."""

from django.urls import path

from .views import board, flags, indicators, needs, places, projects, themes

app_name = "dashboards"

urlpatterns = [
    path("", board.board, name="board"),
    path("flags/", flags.flag_list, name="flag_list"),
    path("indicators/<slug:slug>/", indicators.indicator, name="indicator"),
    path("places/<slug:slug>/", places.place, name="place"),
    path("projects/<slug:slug>/", projects.project, name="project"),
    path("plans/<slug:plan>/themes/<slug:slug>/", themes.theme, name="theme"),
    path("plans/<slug:plan>/gaps/<slug:slug>/", needs.gap, name="gap"),
    path("plans/<slug:plan>/threats/<slug:slug>/", needs.threat, name="threat"),
    path("plans/<slug:plan>/decisions/<slug:slug>/", needs.decision, name="decision"),
]
