"""Fills in the form of a document as a browser would: everything that it shows is sent back."""

import re
from html import unescape
from html.parser import HTMLParser


class _Controls(HTMLParser):
    """The names and values of the controls of the form that edits."""

    def __init__(self):
        super().__init__()
        self.sent, self.select, self.text = [], None, None
        self.inside = False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = "sc-edit" in attrs.get("class", "")
        if not self.inside:
            return
        if tag == "input" and attrs.get("name"):
            if attrs.get("type") in ("checkbox", "radio") and "checked" not in attrs:
                return
            self.sent.append((attrs["name"], attrs.get("value", self._unless_said(attrs))))
        elif tag == "select":
            self.select = (attrs["name"], "multiple" in attrs, [])
        elif tag == "option" and self.select:
            self.select[2].append((attrs.get("value", ""), "selected" in attrs))
        elif tag == "textarea":
            self.text = (attrs["name"], [])

    @staticmethod
    def _unless_said(attrs):
        return "on" if attrs.get("type") in ("checkbox", "radio") else ""

    def handle_data(self, data):
        if self.text:
            self.text[1].append(data)

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        if tag == "select" and self.select:
            name, many, options = self.select
            chosen = [value for value, is_chosen in options if is_chosen]
            if not many and not chosen:
                chosen = [options[0][0]] if options else []
            self.sent += [(name, value) for value in chosen]
            self.select = None
        if tag == "textarea" and self.text:
            name, pieces = self.text
            self.sent.append((name, "".join(pieces).removeprefix("\n")))
            self.text = None


def controls_of(page):
    """What a browser would send of the form on this page, as lists by name."""
    parser = _Controls()
    parser.feed(page.content.decode())
    found = {}
    for name, value in parser.sent:
        found.setdefault(name, []).append(value)
    found.pop("csrfmiddlewaretoken", None)
    return found


def send(client, page, **changed):
    """Send the form of `page` to where it came from, with some controls `changed`."""
    data = controls_of(page) | {
        name: value if isinstance(value, list) else [value] for name, value in changed.items()
    }
    return client.post(page.wsgi_request.path, {"save": "save", **data})


def fill_in(client, url, **changed):
    """Open the form at `url`, change some of its controls, save it."""
    return send(client, client.get(url), **changed)


def errors_on(page):
    """The messages of the error summary."""
    summary = re.search(r'govuk-error-summary__list">(.*?)</ul>', page.content.decode(), re.DOTALL)
    return (
        [
            unescape(re.sub("<[^>]+>", "", item)).strip()
            for item in re.findall(r"<li>(.*?)</li>", summary[1], re.DOTALL)
        ]
        if summary
        else []
    )
