"""The short names of the roles, for commands, and the people of the demo."""

from django.contrib.auth.models import Group

from accounts import roles

ROLES = {
    "officer": roles.OFFICER,
    "analyst": roles.ANALYST,
    "board": roles.BOARD_MEMBER,
    "admin": roles.ADMINISTRATOR,
}


# Posts, not persons: the demo names nobody.
DEMO_ACCOUNTS = {
    "officer": "Community safety officer",
    "analyst": "Partnership analyst",
    "board": "Board member",
    "admin": "Planner administrator",
}


def give_role(user, role):
    """Puts `user` in the group of `role`, one of the short names above, and in no other."""
    user.groups.set([Group.objects.get(name=ROLES[role])])
