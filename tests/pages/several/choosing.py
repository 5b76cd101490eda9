"""Chooses rows of a list and goes on from page to page, sending what each page's form holds."""

from html.parser import HTMLParser

AT = {
    "gaps": "/plans/2012-13/gaps/",
    "threats": "/plans/2012-13/threats/",
    "decisions": "/plans/2012-13/decisions/",
    "themes": "/plans/2012-13/themes/",
    "projects": "/projects/",
}


class _Hidden(HTMLParser):
    """The hidden controls of the form that goes to `action`."""

    def __init__(self, action):
        super().__init__()
        self.action, self.inside, self.sent = action, False, {}

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("action") == self.action
        if self.inside and tag == "input" and attrs.get("type") == "hidden":
            self.sent.setdefault(attrs["name"], []).append(attrs.get("value", ""))

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "form"


def hidden_in(page, action):
    parser = _Hidden(action)
    parser.feed(page.content.decode())
    parser.sent.pop("csrfmiddlewaretoken", None)
    return parser.sent


def seen(*records):
    """How a row of a list is sent."""
    return [f"{record.pk}-{record.version}" for record in records]


def asked(verb, records, **more):
    return {"verb": verb, "chosen": seen(*records), **more}


def look(client, noun, verb, *records, **more):
    """The preview."""
    return client.post(f"{AT[noun]}several/preview/", asked(verb, records, **more))


def agree(client, noun, page, **more):
    """What is answered when the form of the preview is sent."""
    at = f"{AT[noun]}several/apply/"
    return client.post(at, hidden_in(page, at) | more, follow=True)


def change(client, noun, verb, *records, **more):
    return agree(client, noun, look(client, noun, verb, *records, **more))


def told(page):
    return [str(message) for message in page.context["messages"]]
