"""A record may have more parts than anybody adds at once."""

import pytest
from django.urls import reverse

from priorities.models import ScopeItem
from tests.pages.editing.filling_in import controls_of, send

MANY = 203


@pytest.fixture
def theme(world):
    theme = world.theme()
    for order in range(1, MANY + 1):
        ScopeItem.objects.create(theme=theme, order=order, text=f"Item {order}")
    return theme


def test_the_last_of_very_many_parts_is_edited(theme, sign_in, officer):
    client = sign_in(officer)
    page = client.get(reverse("themes:edit", kwargs={"plan": theme.plan.slug, "slug": theme.slug}))
    last = theme.scope_items.last()
    name = next(key for key, values in controls_of(page).items() if values == [last.text])
    assert send(client, page, **{name: "Said better"}).status_code == 302
    last.refresh_from_db()
    assert last.text == "Said better"
    assert theme.scope_items.count() == MANY
