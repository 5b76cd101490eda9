"""What a server of Python web applications calls. It runs as in production unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safercornwall.settings.production")

planner = get_wsgi_application()

# After Django is set up.
from django.conf import settings  # noqa: E402

from core.jobs import queue  # noqa: E402
from safercornwall.pages.setting_up.first_link import print_first_link  # noqa: E402

if settings.PRINTS_FIRST_LINK:
    print_first_link()


def application(environ, start_response):
    """The planner, for callers who write UTF-8, as every browser does.

    Django reads an address in whatever alphabet its caller names. Some raise where no page of ours can
    answer for it, and others make half characters that no page can show.
    """
    queue.resume()
    kind = environ.get("CONTENT_TYPE", "").split(";")
    kept = [part for part in kind if not part.strip().lower().startswith("charset")]
    return planner({**environ, "CONTENT_TYPE": ";".join(kept)}, start_response)
