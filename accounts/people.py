"""The short names of the roles, for commands, and the accounts of the demo."""

from accounts import roles
from accounts.administration import set_role

ROLE_BY_SHORT_NAME = {
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
    """Give `user` the role of a short name above, and no other. A command does it, so nobody is named as its author."""
    set_role(user, ROLE_BY_SHORT_NAME[role], by=None)
