from django.urls import path

from safercornwall.exports.held import own_held, person_held
from safercornwall.exports.packs.views import (
    new_pack,
    pack,
    pack_file,
    pack_progress,
    pack_template,
    withdraw_template,
)

from .views import figures_export, list_export, performance_export, take_away

app_name = "exports"
urlpatterns = [
    path("accounts/your-account/held/", own_held, name="own_held"),
    path("accounts/people/<int:pk>/held/", person_held, name="person_held"),
    path("plans/<slug:plan>/take-away/", take_away, name="take_away"),
    path("plans/<slug:plan>/board-pack/", new_pack, name="new_pack"),
    path("plans/<slug:plan>/board-pack/template/", pack_template, name="pack_template"),
    path(
        "plans/<slug:plan>/board-pack/template/withdraw/",
        withdraw_template,
        name="withdraw_template",
    ),
    path("board-packs/<int:pk>/", pack, name="pack"),
    path("board-packs/<int:pk>/progress/", pack_progress, name="pack_progress"),
    path("board-packs/<int:pk>/file/", pack_file, name="pack_file"),
    path("plans/<slug:plan>/exports/performance.xlsx", performance_export, name="performance"),
    path("plans/<slug:plan>/exports/figures.csv", figures_export, name="figures"),
    path("exports/<slug:key>.<slug:extension>", list_export, name="list"),
    path("plans/<slug:plan>/exports/<slug:key>.<slug:extension>", list_export, name="list_in_plan"),
]
