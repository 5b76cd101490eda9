"""Every noun that people edit, asked the same questions: its form is filled in as it comes, whatever it asks for."""

import pytest
from django import forms
from django.test import Client

# Every editor is made when its addresses are read.
from performance.models import Indicator, Target
from safercornwall import urls  # noqa: F401
from safercornwall.pages.components.editing.edited_noun import EDITORS
from safercornwall.pages.components.editing.fields import YearField
from tests.pages.editing.filling_in import controls_of, errors_on, send
from tests.pages.reading_pages import queries_of, words_of

NOUNS = sorted(EDITORS, key=lambda model: model._meta.label)
WITH_PARTS = [model for model in NOUNS if EDITORS[model].parts]
SCRIPT = "<script>alert(1)</script>"
# What a rule asks for beside the fields that must be filled in.
ALSO = {"bands": {"at_least": "1"}}
ALSO_OF_RECORD = {Target: {"value": "8"}}
OTHERS = ("officer", "board", "analyst", "stranger")


@pytest.fixture
def theme(world):
    for name in ("Alcohol", "Drugs", "Arson", "Reoffending", "Hate crime"):
        other = world.theme(name)
        world.scope_item(other)
        world.indicator(other)
    return world.theme("Burglary")


@pytest.fixture
def client(model, theme, officer, administrator, sign_in):
    """Of somebody who may edit the noun: an officer, if officers may."""
    may = officer.has_perm(EDITORS[model].permission("change"))
    return sign_in(officer if may else administrator)


@pytest.fixture
def record(model, client, theme):
    return begun(model, client, theme)


def new_at(model, theme):
    editor = EDITORS[model]
    indicator = Indicator.objects.first()
    names = {"plan": theme.plan.slug, "theme": theme.slug, "slug": indicator.slug}
    return editor.address("new", {k: v for k, v in names.items() if f":{k}>" in editor.at})


def address(record, page, **more):
    editor = EDITORS[type(record)]
    return editor.address(page, editor.record_names(record) | more)


def begun(model, client, theme):
    """A new record with what its form requires."""
    page = client.get(new_at(model, theme))
    asked = required(page.context["form"].form) | ALSO_OF_RECORD.get(model, {})
    answer = send(client, page, **asked)
    assert answer.status_code == 302, errors_on(answer)
    return model.objects.latest("pk")


def required(form, number=1):
    """Something for each field of `form` that must be filled in; other words for another `number`."""
    return {
        form.add_prefix(name): answer_to(field, number)
        for name, field in form.fields.items()
        if field.required
    }


def answer_to(field, number):
    match field:
        case forms.ModelChoiceField():
            keys = [str(key) for key, _ in field.choices if key]
            return keys[number % len(keys)]
        case forms.ChoiceField():
            return next(str(key) for key, _ in field.choices if key)
        case YearField():
            return f"20{20 + number}"
        case forms.DateField():
            # The last day of the year above.
            return f"31 March 20{21 + number}"
        case forms.IntegerField() | forms.DecimalField():
            return str(number)
    return f"Words {number}"


def texts_of(form):
    """The names of the fields of words."""
    return [name for name, field in form.fields.items() if type(field) is forms.CharField]


def now(record):
    return type(record).with_archived.get(pk=record.pk)


each_noun = pytest.mark.parametrize("model", NOUNS, ids=lambda model: model._meta.model_name)
each_with_parts = pytest.mark.parametrize(
    "model", WITH_PARTS, ids=lambda model: model._meta.model_name
)


@each_noun
def test_who_may_begins_edits_archives_and_brings_back(client, record):
    page = client.get(address(record, "edit"))
    (text, *_) = texts_of(page.context["form"].form)
    answer = send(client, page, **{text: "Said better"})
    assert getattr(now(record), text) == "Said better"
    assert client.get(answer.url.split("#")[0]).status_code == 200
    answer = client.post(address(record, "archive"))
    assert now(record).archived_at is not None
    assert str(now(record)) in words_of(client.get(answer.url))
    client.post(address(record, "bring_back"))
    assert now(record).archived_at is None
    history = words_of(client.get(address(record, "history")))
    assert "Said better" in history
    assert "Brought back" in history
    assert client.get(address(record, "version", number=1)).status_code == 200


@each_noun
def test_the_first_version_comes_back(client, record):
    page = client.get(address(record, "edit"))
    (text, *_) = texts_of(page.context["form"].form)
    was = getattr(record, text)
    send(client, page, **{text: "Said worse"})
    client.post(address(record, "restore", number=1), {"version": "2"})
    assert getattr(now(record), text) == was
    assert now(record).version == 3


@each_noun
def test_others_change_nothing(model, record, theme, request, sign_in):
    people = [request.getfixturevalue(who) for who in OTHERS]
    may = EDITORS[model].permission("change")
    others = [(sign_in(person), 403) for person in people if not person.has_perm(may)]
    number = model.with_archived.count()
    changing = [
        new_at(model, theme),
        *(address(record, page) for page in ("edit", "archive", "bring_back")),
        address(record, "restore", number=1),
    ]
    for other, refused in [*others, (Client(), 302)]:
        for url in changing:
            answer = other.post(url, {"version": "1", "save": "save"})
            assert answer.status_code == refused
            assert refused == 403 or answer.url.startswith("/accounts/sign-in/")
    assert len(others) >= 3
    assert model.with_archived.count() == number
    assert (now(record).version, now(record).archived_at) == (1, None)


@each_noun
def test_no_text_is_too_long_to_be_told_so(client, record):
    page = client.get(address(record, "edit"))
    names = texts_of(page.context["form"].form)
    answer = send(client, page, **dict.fromkeys(names, "x" * 100_000))
    assert answer.status_code == 200
    assert len(errors_on(answer)) >= len(names)
    assert now(record).version == 1


@each_noun
def test_a_script_is_shown_as_text(client, model, record):
    page = client.get(address(record, "edit"))
    names = texts_of(page.context["form"].form)
    assert send(client, page, **dict.fromkeys(names, SCRIPT)).status_code in (200, 302)
    for url in (
        EDITORS[model].after_saving(now(record)),
        *(address(record, p) for p in ("edit", "history")),
    ):
        assert SCRIPT not in client.get(url.split("#")[0]).content.decode()


@each_noun
def test_what_is_required_is_asked_for(client, theme, model):
    page = client.get(new_at(model, theme))
    form = page.context["form"].form
    answer = send(client, page, **dict.fromkeys(required(form), ""))
    told = errors_on(answer)
    assert len(told) == len(required(form))
    assert [text for text in told if not text.startswith(("Enter ", "Choose "))] == []


@each_with_parts
def test_the_form_costs_as_many_queries_with_many_parts(client, record):
    url = address(record, "edit")
    counted = []
    for number in range(1, 5):
        page = client.get(url)
        added = {}
        for parts in page.context["form"].parts:
            if parts.is_waiting:
                continue
            form = parts.forms[-1]
            also = ALSO.get(parts.kind.relation, {})
            added |= required(form, number) | {form.add_prefix(k): also[k] for k in also}
        answer = send(client, page, **added)
        assert answer.status_code == 302, errors_on(answer)
        counted.append(queries_of(client, url))
    assert controls_of(client.get(url))[EDITORS[type(record)].parts[0].relation][4:] == ["new-1"]
    assert counted[-1] == counted[0]
