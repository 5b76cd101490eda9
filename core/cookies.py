"""What the planner's own cookies are called."""

from django.conf import settings


def name_of_cookie(name: str) -> str:
    """The prefix makes browsers refuse one that came without HTTPS or from another name."""
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name
