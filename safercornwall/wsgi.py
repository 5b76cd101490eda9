"""What a server of Python web applications calls. It runs as in production unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safercornwall.settings.production")

application = get_wsgi_application()

# After Django is set up. Work that a stopped server left behind is taken up again.
from performance.uploads import background  # noqa: E402

background.start()
