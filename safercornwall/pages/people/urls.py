from django.urls import path

from .deactivate import person_deactivate, person_reactivate
from .edit import person_edit
from .invite import person_invite, person_invite_again, person_withdraw
from .limits import person_limits
from .list import people_list
from .page import person_page
from .role import person_role
from .second_factor import person_second_factor
from .security_log import security_log, security_log_lines

app_name = "people"

urlpatterns = [
    path("accounts/security-log/", security_log, name="security_log"),
    path("accounts/security-log/lines/", security_log_lines, name="security_log_lines"),
    path("accounts/people/", people_list, name="list"),
    path("accounts/people/invite/", person_invite, name="invite"),
    path("accounts/people/<int:pk>/", person_page, name="page"),
    path("accounts/people/<int:pk>/edit/", person_edit, name="edit"),
    path("accounts/people/<int:pk>/role/", person_role, name="role"),
    path("accounts/people/<int:pk>/limits/", person_limits, name="limits"),
    path("accounts/people/<int:pk>/second-factor/", person_second_factor, name="second_factor"),
    path("accounts/people/<int:pk>/invite-again/", person_invite_again, name="invite_again"),
    path("accounts/people/<int:pk>/withdraw/", person_withdraw, name="withdraw"),
    path("accounts/people/<int:pk>/deactivate/", person_deactivate, name="deactivate"),
    path("accounts/people/<int:pk>/reactivate/", person_reactivate, name="reactivate"),
]
