from django.urls import path

from .answers import upload_answers
from .downloads import upload_file, upload_marked, upload_marked_file, upload_marked_progress
from .erase import upload_erase
from .incidents import upload_incidents
from .indicators import upload_indicators
from .list import upload_list
from .new import upload_new
from .page import upload, upload_progress, upload_rows
from .sheets import upload_sheets
from .steps import (
    upload_accept,
    upload_apply,
    upload_check,
    upload_columns,
    upload_discard,
    upload_undo,
)
from .template import upload_template, upload_template_file

app_name = "uploads"

urlpatterns = [
    path("uploads/", upload_list, name="list"),
    path("uploads/new/", upload_new, name="new"),
    path("uploads/template/", upload_template, name="template"),
    path("uploads/template/figures.xlsx", upload_template_file, name="template_file"),
    path("uploads/<int:pk>/", upload, name="page"),
    path("uploads/<int:pk>/progress/", upload_progress, name="progress"),
    path("uploads/<int:pk>/rows/", upload_rows, name="rows"),
    path("uploads/<int:pk>/file/", upload_file, name="file"),
    path("uploads/<int:pk>/marked/", upload_marked, name="marked"),
    path("uploads/<int:pk>/marked/progress/", upload_marked_progress, name="marked_progress"),
    path("uploads/<int:pk>/marked/file/", upload_marked_file, name="marked_file"),
    path("uploads/<int:pk>/columns/", upload_columns, name="columns"),
    path("uploads/<int:pk>/sheets/", upload_sheets, name="sheets"),
    path("uploads/<int:pk>/incidents/", upload_incidents, name="incidents"),
    path("uploads/<int:pk>/indicators/", upload_indicators, name="indicators"),
    path("uploads/<int:pk>/answers/", upload_answers, name="answers"),
    path("uploads/<int:pk>/check/", upload_check, name="check"),
    path("uploads/<int:pk>/accept/", upload_accept, name="accept"),
    path("uploads/<int:pk>/apply/", upload_apply, name="apply"),
    path("uploads/<int:pk>/discard/", upload_discard, name="discard"),
    path("uploads/<int:pk>/undo/", upload_undo, name="undo"),
    path("uploads/<int:pk>/erase/", upload_erase, name="erase"),
]
