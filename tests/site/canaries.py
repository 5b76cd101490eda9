"""Canaries: text that does harm wherever a page takes it for markup, put into every field that holds words."""

import json
from html.parser import HTMLParser

from django.apps import apps
from django.db import models
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast, Concat

OWN_APPS = ("accounts", "places", "priorities", "performance", "projects")
LONG = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>' onfocus=alert(3) x='"
    "javascript:alert(4) {{7*7}}zz {% now 'Y' %} \u202egnp.exe\u2066 ]]>--></title></textarea>"
)
MIDDLE = "\"'><img src=x onerror=alert(5)>"
SHORT = '"><b onx>'
TINY = '"<b>'
# Not words: a path of keys, a digest, and names by which Django or a person finds something again. And what only a closed
# revision says: the seeded plan has none.
NOT_WORDS = {
    *("places.area.path", "accounts.user.username", "accounts.user.password"),
    "performance.keptstanding.rules",
    *("performance.figure.reason_for_closing", "performance.comparator.reason_for_closing"),
    "places.populationestimate.reason_for_closing",
}


def fields_of_words(model):
    """The fields of a model into which anybody may write what they like."""
    for field in model._meta.concrete_fields:
        is_words = isinstance(field, CharField | TextField) and not field.choices
        # A reference stands in addresses as a slug does, and the planner numbers it.
        is_name = isinstance(field, models.SlugField) or field.primary_key or field.name == "ref"
        if is_words and not is_name and f"{model._meta.label_lower}.{field.name}" not in NOT_WORDS:
            yield field


def canary_for(field):
    room = (field.max_length or 10**6) - 6
    return next((text for text in (LONG, MIDDLE, SHORT) if len(text) <= room), TINY)


def release():
    """A canary in every field of words of every record, told apart by the record's number."""
    written = 0
    for model in own_models():
        canaries = {
            field.name: Concat(Value(canary_for(field)), Cast(F("pk"), TextField()))
            for field in fields_of_words(model)
        }
        if canaries:
            written += model._default_manager.update(**canaries)
        _release_in_json(model)
    return written


def own_models():
    return [model for model in apps.get_models() if model._meta.app_label in OWN_APPS]


def _release_in_json(model):
    names = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.JSONField) and field.name != "geometry"
    ]
    for record in model._default_manager.all() if names else ():
        for name in names:
            setattr(record, name, _with_canaries(getattr(record, name)))
        model._default_manager.filter(pk=record.pk).update(
            **{name: getattr(record, name) for name in names}
        )


def _with_canaries(value):
    if isinstance(value, str):
        return LONG
    if isinstance(value, list):
        return [_with_canaries(part) for part in value]
    if isinstance(value, dict):
        return {key: _with_canaries(part) for key, part in value.items()}
    return value


class _Sniffer(HTMLParser):
    """What of a page came alive: elements and attributes that no template of ours has."""

    STRANGE = {"img", "b", "i", "iframe", "object", "embed", "base", "style"}

    def __init__(self):
        super().__init__()
        self.alive, self.json, self._in_json = [], [], False
        self.words = []

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        self._in_json = tag == "script" and facts.get("type") == "application/json"
        if tag == "script" and not facts.get("src") and not self._in_json:
            self.alive.append("script without a source")
        if tag in self.STRANGE:
            self.alive.append(tag)
        for name, value in attrs:
            address = (value or "").strip().lower()
            if name.startswith("on") or name == "style":
                self.alive.append(f"{tag} {name}")
            if name in {"href", "src", "action", "formaction"} and address.startswith(
                ("javascript:", "data:", "vbscript:")
            ):
                self.alive.append(f"{tag} {name}={address[:20]}")
            if name == "id" and facts["id"] != facts["id"].strip():
                self.alive.append(f"{tag} id")

    def handle_data(self, data):
        if self._in_json:
            self.json.append(data)
        else:
            self.words.append(data)

    def handle_endtag(self, tag):
        self._in_json = False


def alive_in(page):
    """What harm the page does, empty if none."""
    sniffer = _Sniffer()
    sniffer.feed(page)
    sniffer.close()
    if "49zz" in page:
        sniffer.alive.append("a template in a text was run")
    for text in sniffer.json:
        json.loads(text)
    return sniffer.alive
