"""Who: the partnership's organisations and the people who sign in."""

from accounts.models.comments import Comment, CommentNaming
from accounts.models.drafts import FormDraft
from accounts.models.links import EmailChange, FirstSignIn, Invitation, OneTimeLink
from accounts.models.organisations import Organisation
from accounts.models.ownership import Confirmed, Owned
from accounts.models.people import LimitChange, PersonState, RoleChange, User
from accounts.models.remembered_days import RememberedDays
from accounts.models.resets import ResetRequest
from accounts.models.security import SecurityEvent
from accounts.models.sessions import OpenSession
from accounts.models.unsent import UnsentForm

__all__ = [
    "Comment",
    "CommentNaming",
    "Confirmed",
    "EmailChange",
    "FirstSignIn",
    "FormDraft",
    "Invitation",
    "LimitChange",
    "OneTimeLink",
    "OpenSession",
    "Organisation",
    "Owned",
    "PersonState",
    "RememberedDays",
    "ResetRequest",
    "RoleChange",
    "SecurityEvent",
    "UnsentForm",
    "User",
]
