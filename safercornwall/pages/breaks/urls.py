from .edit import EDITOR

app_name = "breaks"
urlpatterns = [*EDITOR.urls]
