"""What tests of pages ask of the HTML that they get."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags


def words_of(response):
    """The words of the page's main part, as one line."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(strip_tags(re.sub(r"<(?:dt|dd|li|p|td|th|h\d)\b", r" \g<0>", main)).split())


def queries_of(client, url):
    """How often a page asks the database once its plan's flags are worked out: the first to read after a write does that."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)
