"""Puts what somebody typed back into the form of a page, whichever form that is."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from accounts.unsent_forms import NEVER_KEPT

_NOT_TYPED = {"submit", "button", "reset", "image", "file", "password"}
Attributes = list[tuple[str, str | None]]


class _Forms(HTMLParser):
    """The forms of a page that are sent to an address: how many, and their ids."""

    def __init__(self, page: str, address: str) -> None:
        super().__init__()
        self._page, self._address = page, address
        self.count, self.ids = 0, set[str]()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "form" and is_sent_to(dict(attrs), self._page, self._address):
            self.count += 1
            self.ids.add(dict(attrs).get("id") or "")


def is_sent_to(facts: Mapping[str, str | None], page: str, address: str) -> bool:
    """Whether a form of a page is posted to an address."""
    if (facts.get("method") or "").lower() != "post":
        return False
    return urlsplit(urljoin(page, facts.get("action") or page)).path == address


class FilledPage(HTMLParser):
    """The HTML of a page with its form filled in. `left` are the typed texts for which it has no control."""

    def __init__(self, html: str, *, page: str, address: str, fields: Mapping[str, list[str]]):
        super().__init__(convert_charrefs=False)
        forms = _Forms(page, address)
        forms.feed(html)
        self._page, self._address = page, address
        self._is_alone, self._ids = forms.count == 1, forms.ids - {""}
        self._waiting = {name: list(texts) for name, texts in fields.items()}
        self._typed = fields
        self._pieces: list[str] = []
        self._inside = self._skipping = False
        self._select: str | None = None
        self._buttons: set[str] = set()
        self._met: set[str] = set()
        self.feed(html)
        self.close()

    @property
    def html(self) -> str:
        return "".join(self._pieces)

    @property
    def has_form(self) -> bool:
        return bool(self._met)

    @property
    def left(self) -> list[tuple[str, str]]:
        return [
            (name.replace("_", " ").replace("-", " ").strip().capitalize(), text)
            for name, texts in self._typed.items()
            if name not in self._met and name not in self._buttons
            for text in texts
            if text.strip()
        ]

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        raw, facts = self.get_starttag_text() or "", dict(attrs)
        name = facts.get("name") or ""
        if tag == "form":
            self._inside = is_sent_to(facts, self._page, self._address)
        elif tag == "button":
            self._buttons.add(name)
        elif tag == "option" and self._select is not None:
            raw = self._option(facts, attrs)
        elif (
            tag in ("input", "select", "textarea") and self._is_ours(facts) and self._is_kept(name)
        ):
            raw = self._control(tag, name, facts, attrs, raw)
        self._pieces.append(raw)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)

    def _is_ours(self, facts: Mapping[str, str | None]) -> bool:
        owner = facts.get("form")
        return owner in self._ids if owner else self._inside

    @staticmethod
    def _is_kept(name: str) -> bool:
        return bool(name) and not NEVER_KEPT.search(name)

    def _control(
        self,
        tag: str,
        name: str,
        facts: Mapping[str, str | None],
        attrs: Attributes,
        raw: str,
    ) -> str:
        kind = (facts.get("type") or "text").lower()
        if tag == "input" and kind in ("checkbox", "radio"):
            if name not in self._typed and not self._is_alone:
                return raw
            self._met.add(name)
            is_chosen = (facts.get("value") or "on") in self._typed.get(name, [])
            return _tag(tag, attrs, checked=None if is_chosen else ...)
        if tag == "input" and kind in _NOT_TYPED:
            if kind in ("submit", "image"):
                self._buttons.add(name)
            return raw
        if name not in self._typed:
            return raw
        self._met.add(name)
        if tag == "select":
            self._select = name
            return raw
        text = self._waiting[name].pop(0) if self._waiting[name] else ""
        if tag == "textarea":
            self._skipping = True
            # A first line end of a text area is not part of it.
            return f"{raw}\n{escape(text)}"
        return _tag(tag, attrs, value=text)

    def _option(self, facts: Mapping[str, str | None], attrs: Attributes) -> str:
        value = facts.get("value")
        is_chosen = value is not None and value in self._typed[self._select or ""]
        return _tag("option", attrs, selected=None if is_chosen else ...)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._skipping = False
        self._pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._pieces.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._pieces.append(f"<!{decl}>")


def _tag(tag: str, attrs: Attributes, **changed: object) -> str:
    """A start tag with other attributes: None for one without a value, ... for one to leave out."""
    facts: dict[str, object] = {name: value for name, value in attrs if name not in changed}
    facts |= {name: value for name, value in changed.items() if value is not ...}
    written = "".join(
        f" {name}" if value is None else f' {name}="{escape(str(value))}"'
        for name, value in facts.items()
    )
    return f"<{tag}{written}>"
