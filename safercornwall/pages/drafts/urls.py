from django.urls import path

from .keep import discard_draft, keep_form

app_name = "drafts"

urlpatterns = [
    path("drafts/keep/", keep_form, name="keep"),
    path("drafts/discard/", discard_draft, name="discard"),
]
