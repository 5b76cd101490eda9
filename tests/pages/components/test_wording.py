"""Acronyms are explained where they stand, and nothing else in a statement becomes HTML."""

from types import SimpleNamespace

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils.safestring import SafeString

from priorities.models import Acronym
from safercornwall.pages.components.templatetags.wording import Glossary

KNOWN = {
    "PPO": "prolific and other priority offenders",
    "D&C Police": "Devon and Cornwall Police",
    "P&CC": "Police and Crime Commissioner",
    "H&WBB": "Health and Wellbeing Board",
    "A&E": "accident and emergency",
    "fte": "full-time equivalent",
    "p.a.": "per annum",
    "Q1": "first quarter",
    "YP": "young people",
    "ASB": "anti-social behaviour",
    "SP": "Supporting People",
    "SPOC": "Single Point of Contact",
    "DASV": "Domestic Abuse and Sexual violence",
}


@pytest.fixture
def glossary():
    return Glossary([Acronym(acronym=a, expansion=e, is_in_text=True) for a, e in KNOWN.items()])


def abbr(words, acronym):
    return f'<abbr title="{KNOWN[acronym]}">{words}</abbr>'


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("YP at risk", f"{abbr('YP', 'YP')} at risk"),
        ("work with PPOs.", f"work with {abbr('PPOs', 'PPO')}."),
        ("the PPO's home", f"the {abbr('PPO&#x27;s', 'PPO')} home"),
        ("6fte posts", f"6{abbr('fte', 'fte')} posts"),
        ("£20k p.a. from SP", f"£20k {abbr('p.a.', 'p.a.')} from {abbr('SP', 'SP')}"),
        ("(Q1 only)", f"({abbr('Q1', 'Q1')} only)"),
        ("ASB/YP", f"{abbr('ASB', 'ASB')}/{abbr('YP', 'YP')}"),
        ("DASV SPOC", f"{abbr('DASV', 'DASV')} {abbr('SPOC', 'SPOC')}"),
        ("D&C Police", abbr("D&amp;C Police", "D&C Police")),
        ("D&C\nPolice", abbr("D&amp;C\nPolice", "D&C Police")),
        ("the P&CC and H&WBB", f"the {abbr('P&amp;CC', 'P&CC')} and {abbr('H&amp;WBB', 'H&WBB')}"),
        ("non-YP", f"non-{abbr('YP', 'YP')}"),
    ],
)
def test_an_acronym_is_explained_with_its_plural_and_its_ampersand(glossary, printed, shown):
    assert glossary.mark(printed) == shown


@pytest.mark.parametrize(
    "printed",
    [
        "CRISP",
        "Q10",
        "Q1st",
        "soften",
        "SPACE",
        "YPX",
        "ypfte",
        "D&C",
        "a.p.a.b",
        "X&YP",
        "ASB&Co",
        "yp",
    ],
)
def test_part_of_another_word_is_left_alone(glossary, printed):
    assert "<abbr" not in glossary.mark(printed)


def test_words_of_an_expansion_are_not_explained_again(glossary):
    glossary = Glossary(
        [
            Acronym(acronym="SARC", expansion="YP centre", is_in_text=True),
            Acronym(acronym="YP", expansion="young people", is_in_text=False),
        ]
    )
    assert glossary.mark("SARC") == '<abbr title="YP centre">SARC</abbr>'


def test_a_script_in_a_statement_or_an_expansion_stays_text():
    canary = "<script>alert('YP')</script>"
    glossary = Glossary([Acronym(acronym="YP", expansion=f'"{canary}', is_in_text=True)])
    shown = glossary.mark(f'{canary} & YP" onmouseover="x')
    assert "<script" not in shown
    assert shown.count("<abbr") == 2
    assert 'title="&quot;&lt;script&gt;alert(&#x27;YP&#x27;)&lt;/script&gt;">' in shown
    assert "&amp; <abbr" in shown
    assert 'onmouseover="x' not in shown


def test_words_marked_safe_elsewhere_are_escaped_all_the_same(glossary):
    assert glossary.mark(SafeString("<b>YP</b>")) == f"&lt;b&gt;{abbr('YP', 'YP')}&lt;/b&gt;"


def test_without_any_acronym_the_words_are_only_escaped():
    assert Glossary([]).mark("A & B <YP>") == "A &amp; B &lt;YP&gt;"


@pytest.mark.django_db
def test_a_page_reads_the_acronyms_once_and_lists_those_it_used(django_assert_num_queries):
    Acronym.objects.all().delete()
    Acronym.objects.create(acronym="YP", expansion="young people", is_in_text=False)
    Acronym.objects.create(acronym="ASB", expansion="anti-social behaviour", is_in_text=True)
    Acronym.objects.create(acronym="SARC", expansion="centre", is_in_text=True)
    page = Template(
        "{% load wording %}{% statement a %}{% include 'components/quote.html' with text=b only %}"
        "{% statement b %}{% acronyms_used %}"
    )
    request = RequestFactory().get("/")
    with django_assert_num_queries(1):
        html = page.render(RequestContext(request, {"a": "YP", "b": "ASB by YP"}))
    assert html.count('<abbr title="young people">YP</abbr>') == 3
    assert "Words used on this page" in html
    assert "<dt>YP</dt>" in html
    assert "our expansion; the assessment gives none" in html
    assert html.index("<dt>ASB</dt>") < html.index("<dt>YP</dt>")
    assert "SARC" not in html


def test_a_page_without_acronyms_has_no_list_of_them():
    request = SimpleNamespace()
    assert "Words used" not in Template("{% load wording %}{% acronyms_used %}").render(
        Context({"request": request})
    )


def test_nothing_said_is_shown_as_nothing():
    assert Template("{% load wording %}{% statement a %}").render(Context({"a": None})) == ""
