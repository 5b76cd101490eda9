from django.urls import path, register_converter

from . import views
from .converters import DayConverter

register_converter(DayConverter, "day")
app_name = "performance"

urlpatterns = [
    path("indicators/", views.indicator_list, name="indicator_list"),
    path(
        "indicators/<slug:slug>/figures/<slug:area>/<day:start>/<day:end>/",
        views.figure_history,
        name="figure_history",
    ),
    path(
        "indicators/<slug:slug>/reporting/", views.indicator_reporting, name="indicator_reporting"
    ),
    path("rounds/", views.round_list, name="round_list"),
    path("rounds/<slug:key>/", views.round_page, name="round"),
    path("rounds/<slug:key>/close/", views.round_close, name="round_close"),
    path("rounds/<slug:key>/reopen/", views.round_reopen, name="round_reopen"),
    path("indicators/<slug:slug>/figures/enter/", views.figure_entry, name="figure_entry"),
    path("indicators/<slug:slug>/figures/remove/", views.figure_removal, name="figure_removal"),
    path("indicators/<slug:slug>/commentary/", views.commentary_entry, name="commentary_entry"),
    path("uploads/", views.upload_list, name="upload_list"),
    path("uploads/new/", views.upload_new, name="upload_new"),
    path("uploads/template/", views.upload_template, name="upload_template"),
    path("uploads/template/figures.xlsx", views.upload_template_file, name="upload_template_file"),
    path("uploads/<int:pk>/", views.upload, name="upload"),
    path("uploads/<int:pk>/progress/", views.upload_progress, name="upload_progress"),
    path("uploads/<int:pk>/rows/", views.upload_rows, name="upload_rows"),
    path("uploads/<int:pk>/file/", views.upload_file, name="upload_file"),
    path("uploads/<int:pk>/marked/", views.upload_marked, name="upload_marked"),
    path("uploads/<int:pk>/columns/", views.upload_columns, name="upload_columns"),
    path("uploads/<int:pk>/check/", views.upload_check, name="upload_check"),
    path("uploads/<int:pk>/accept/", views.upload_accept, name="upload_accept"),
    path("uploads/<int:pk>/apply/", views.upload_apply, name="upload_apply"),
    path("uploads/<int:pk>/discard/", views.upload_discard, name="upload_discard"),
    path("uploads/<int:pk>/undo/", views.upload_undo, name="upload_undo"),
    path("uploads/<int:pk>/erase/", views.upload_erase, name="upload_erase"),
]
