from django.urls import path

from .ahead import money_ahead
from .list import funding_list

app_name = "funding"
urlpatterns = [
    path("funding/", funding_list, name="list"),
    path("funding/ahead/", money_ahead, name="ahead"),
]
