"""Follows every link of the planner from the board's page on, as one person."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from core.lists.filters import ARRANGEMENT

HOST = "testserver"
NOT_PAGES = ("/static/",)
WRITING = ("INSERT INTO", "UPDATE")
# Of one filter of one kind of page: enough to meet each of its answers.
VALUES_TRIED = 24
# Of one kind of list, in another order, look or size, and of its exports: they are tested list by list.
ARRANGED_TRIED = 4
# Of one page on which records are edited, or looked back on: it is the same for each record.
EDITED_TRIED = 3
# The last word of the names of those pages.
EDITING = {
    *("edit", "archive", "archived", "new", "history", "version", "confirm", "dismiss"),
    *("promote", "decide", "update", "correct", "close"),
}
# Pages of the same name that are about figures: each is met, within the bound of a page.
OF_FIGURES = {"figures", "rounds", "uploads"}


class _Reader(HTMLParser):
    """What a page links to, what can be linked to in it, and its words."""

    SILENT = {"script", "style", "title"}

    def __init__(self):
        super().__init__()
        self.links, self.ids, self.words, self.headings, self._silent = set(), set(), [], 0, 0

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag == "a" and facts.get("href"):
            self.links.add(facts["href"])
        if facts.get("id"):
            self.ids.add(facts["id"])
        self.headings += tag == "h1"
        self._silent += tag in self.SILENT

    def handle_endtag(self, tag):
        self._silent -= tag in self.SILENT

    def handle_data(self, data):
        if not self._silent:
            self.words.append(data)


@dataclass
class Page:
    address: str
    status: int
    queries: int
    links: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    text: str = ""
    headings: int = 0
    is_page: bool = False
    found_on: str = ""
    view_name: str = ""


def plain(text):
    """Words with single spaces, so that line breaks of the markup do not count."""
    return " ".join(text.split())


def visit(client, address, found_on=""):
    # Django keeps the last 9,000 and warns of any more, and the whole plan takes more than that.
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    if any(f'{verb} "kept_pages_keptpage"' in row["sql"] for row in queries for verb in WRITING):
        # Who comes first after a change draws what is kept. Here the next reader is counted.
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
    if response.streaming:
        # Read to its end, or the file behind it stays open.
        response.getvalue()
    page = Page(address, response.status_code, len(queries), found_on=found_on)
    if response.resolver_match:
        page.view_name = response.resolver_match.view_name
    if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
        reader = _Reader()
        reader.feed(response.content.decode())
        page.links, page.ids, page.headings = reader.links, reader.ids, reader.headings
        page.is_page = True
        page.text = plain("".join(reader.words))
    return page


def crawl(client, start="/", most_alike=None):
    """Every page that a chain of links leads to from `start`, by address without its fragment.

    Of each kind, at most `most_alike` if that is given.

    The parts of an address after `?` are followed as they are found, so that every filter and order that a
    kind of page offers is tried with many values; a page is left out otherwise only where it is a static file or on
    another host.
    """
    pages, waiting = {}, [(start, "")]
    seen, tried = {start}, Counter()
    while waiting:
        address, found_on = waiting.pop(0)
        page = pages[address] = visit(client, address, found_on)
        for link in sorted(page.links):
            target = urljoin(f"http://{HOST}{address}", link)
            parts = urlsplit(target)
            if parts.netloc != HOST or parts.path.startswith(NOT_PAGES):
                continue
            path = urldefrag(target)[0].removeprefix(f"http://{HOST}")
            if path not in seen:
                seen.add(path)
                kind, most = _bound(parts, most_alike)
                tried[kind] += 1
                if most is None or tried[kind] <= most:
                    waiting.append((path, address))
    return pages


def _bound(parts, most_alike):
    """The kind of address that it is, and how many of those are visited. None for all."""
    kind, asked = _asked(parts)
    if is_edited(parts.path) or is_brief(parts.path):
        return (kind, "edited"), most_alike or EDITED_TRIED
    if is_arranged(parts):
        return (kind, "arranged"), most_alike or ARRANGED_TRIED
    return (kind, asked), most_alike or (VALUES_TRIED if parts.query else None)


def is_edited(path):
    """Whether records are edited there, or looked back on."""
    try:
        match = resolve(path)
        return match.url_name in EDITING and match.namespace not in OF_FIGURES
    except Resolver404:
        return False


def is_brief(path):
    """One side of A4 about a theme or a place: alike for each of several hundred."""
    return path.endswith("/brief/")


def is_arranged(parts):
    """Whether it is a list that was met already, arranged otherwise or exported."""
    return "/exports/" in parts.path or not set(ARRANGEMENT).isdisjoint(parse_qs(parts.query))


def _asked(parts):
    """Which kind of page is asked for what: that of every round by theme is one."""
    try:
        kind = resolve(parts.path).view_name
    except Resolver404:
        # A broken link, which is to be found.
        kind = parts.path
    return kind, frozenset(parse_qs(parts.query))


_crawled = {}


def crawl_once(person, client, most_alike=None):
    """The pages of `person` on the seeded plan, crawled by the first test that asks in this process."""
    if person not in _crawled:
        # The first to read after a write works out the flags, for all who come after.
        client.get("/flags/")
        # On a busy machine a crawl takes longer than a sign-in is fresh.
        with override_settings(SIGN_IN_IS_FRESH_FOR=timedelta(hours=1)):
            _crawled[person] = crawl(client, most_alike=most_alike)
    return _crawled[person]


def broken_fragments(pages):
    """Links to a part of a page that it does not have: (page, link)."""
    broken = []
    for page in pages.values():
        for link in page.links:
            target, fragment = urldefrag(urljoin(f"http://{HOST}{page.address}", link))
            aim = pages.get(target.removeprefix(f"http://{HOST}"))
            if fragment and aim is not None and fragment not in aim.ids:
                broken.append((page.address, link))
    return broken
