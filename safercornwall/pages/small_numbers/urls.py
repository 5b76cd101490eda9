from django.urls import path

from .page import small_numbers

app_name = "small_numbers"
urlpatterns = [path("small-numbers/", small_numbers, name="page")]
