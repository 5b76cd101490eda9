"""The partnership's own sign-in service (OpenID Connect), as the environment says it.

SERVICE_URL            the issuer: https://login.microsoftonline.com/TENANT/v2.0
SERVICE_CLIENT_ID      how the service knows the planner
SERVICE_CLIENT_SECRET  the secret that it gave the planner
SERVICE_GROUPS         which group gives which role: GROUP=Analyst,GROUP=Officer
SERVICE_NAME           what people call it
SERVICE_GROUPS_CLAIM   the claim that holds the groups
LOCAL_ACCOUNTS         false: nobody comes in by a password of the planner's own
"""

from django.core.exceptions import ImproperlyConfigured

from accounts.roles import ROLES

from .base import env

NEEDED = ("SERVICE_CLIENT_ID", "SERVICE_CLIENT_SECRET", "SERVICE_GROUPS")


def sign_in_service():
    """The settings of the service; none where SERVICE_URL is not set."""
    url = env("SERVICE_URL", default="").strip()
    local = env.bool("LOCAL_ACCOUNTS", default=True)
    if not url:
        if not local:
            raise ImproperlyConfigured(
                "LOCAL_ACCOUNTS is false and SERVICE_URL is not set: nobody could come in."
            )
        return {}
    if missing := [name for name in NEEDED if not env(name, default="").strip()]:
        raise ImproperlyConfigured(f"SERVICE_URL is set without {', '.join(missing)}.")
    if not url.startswith("https://"):
        raise ImproperlyConfigured("SERVICE_URL must begin with https://.")
    name = env("SERVICE_NAME", default="").strip() or "your organisation's account"
    app = {
        "provider_id": "service",
        "name": name,
        "client_id": env("SERVICE_CLIENT_ID").strip(),
        "secret": env("SERVICE_CLIENT_SECRET").strip(),
        "settings": {"server_url": url.rstrip("/")},
    }
    return {
        "SERVICE_NAME": name,
        "SERVICE_ROLES": roles_by_group(env("SERVICE_GROUPS")),
        "SERVICE_GROUPS_CLAIM": env("SERVICE_GROUPS_CLAIM", default="groups").strip(),
        "LOCAL_ACCOUNTS": local,
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}},
    }


def roles_by_group(written):
    """{group: role} of "GROUP=Analyst,GROUP=Officer"."""
    pairs = [part.rpartition("=") for part in written.split(",") if part.strip()]
    found = {group.strip(): role.strip() for group, _, role in pairs}
    if "" in found or not found or set(found.values()) - set(ROLES):
        raise ImproperlyConfigured(
            f"SERVICE_GROUPS does not say which group gives which role. It looks like"
            f" planner-analysts=Analyst,planner-board=Board member. The roles are {', '.join(ROLES)}."
        )
    return found
