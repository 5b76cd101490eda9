"""Words in the form in which they are compared, and what a question makes of them."""

from time import monotonic

import pytest

from safercornwall.search.marks import SHOWN, fragment, marked
from safercornwall.search.question import MOST_LETTERS, SearchQuestion
from safercornwall.search.words import indexed, words_of

SAME = [
    ("St Austell", "St. Austell"),
    ("St Austell", "Saint Austell"),
    ("St Austell", "St-Austell"),
    ("ST AUSTELL", "st austell"),
    ("St Michael's Mount", "St Michaels Mount"),
    ("St Michael’s Mount", "Saint Michael's Mount"),
    ("Mên-an-Tol", "Men-an-Tol"),
    ("Lanhydrock’s Ŵyth", "lanhydrock wyth"),
    ("burglary", "Burglaries"),
    ("closures", "closure"),
    ("policing", "police"),
    ("1,294", "1294"),
    ("e01018958", "E01018958"),
]
OTHER = [("P7", "P70"), ("3.8", "38"), ("theft", "thief"), ("St Ives", "St Erth"), ("E01", "E02")]


def stems(text):
    return indexed([text], []).title


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_are_the_same_words(one, other):
    assert stems(one) == stems(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_words_stay_others(one, other):
    assert stems(one) != stems(other)


def test_words_know_where_they_stand_in_the_text():
    text = "At St. Austell’s, anti-social"
    assert [text[word.start : word.end] for word in words_of(text)] == [
        *("At", "St", "Austell’s", "anti", "social")
    ]
    assert [word.is_joined for word in words_of(text)] == [False, False, False, False, True]


def test_joined_words_are_known_as_one_too():
    assert indexed(["anti-social"], []).title_forms == "anti antisocial social"


@pytest.mark.parametrize("text", ["", " ", "—…!", "\x00", "'", "_"])
def test_what_is_no_word_is_none(text):
    assert words_of(text) == []
    assert not SearchQuestion(text)


def test_every_word_but_the_small_ones_must_be_there():
    assert [one.stems for one in SearchQuestion("the crime and the victims").clauses] == [
        *(("crime",), ("victim",))
    ]


def test_small_words_alone_are_asked_for_after_all():
    assert [one.stems for one in SearchQuestion("the").clauses] == [("the",)]


def test_only_the_last_word_may_go_on_and_no_code():
    assert [one.is_begun for one in SearchQuestion("young vol").clauses] == [False, True]
    assert [one.is_begun for one in SearchQuestion("young P7").clauses] == [False, False]
    assert [one.is_begun for one in SearchQuestion('vol "young people"').clauses] == [False, False]


def test_a_phrase_keeps_its_small_words():
    assert SearchQuestion('"crime and disorder"').clauses[0].stems == ("crime", "and", "disord")


def test_an_endless_question_is_cut():
    question = SearchQuestion("word " * 2000)
    assert question.is_too_long
    assert len(question.text) <= MOST_LETTERS
    assert len(question.clauses) <= 2


def test_words_of_a_query_language_are_words_like_others():
    question = SearchQuestion('a" OR (b* NEAR c) ^ -d col:e')
    assert '"near"' in question.as_fts5()
    assert "'near'" in question.as_tsquery()


def test_what_was_asked_for_is_marked_in_any_spelling_and_all_is_escaped():
    text = "<b>St. Austell</b> & St Ives"
    assert marked(text, SearchQuestion("saint austell")) == (
        '&lt;b&gt;<mark class="sc-mark">St</mark>. <mark class="sc-mark">Austell</mark>&lt;/b&gt; &amp; '
        '<mark class="sc-mark">St</mark> Ives'
    )


def test_a_phrase_is_marked_as_a_whole_and_nowhere_else():
    found = marked("Domestic abuse is abuse.", SearchQuestion('"domestic abuse"'))
    assert found == '<mark class="sc-mark">Domestic abuse</mark> is abuse.'


def test_a_hyphened_word_is_marked_for_whoever_writes_it_as_one():
    found = marked("Anti-social acts", SearchQuestion("antisocial"))
    assert found == '<mark class="sc-mark">Anti-social</mark> acts'


def test_a_fragment_is_of_the_piece_that_has_most_of_the_words():
    found = fragment(["Only victims.", "Victims of burglary."], SearchQuestion("victims burglary"))
    assert found == (
        '<mark class="sc-mark">Victims</mark> of <mark class="sc-mark">burglary</mark>.'
    )


def test_a_fragment_of_a_long_text_is_around_the_words():
    text = "Much is said before this. " * 40 + "Then a burglary. " + "And after it, more. " * 40
    found = fragment([text], SearchQuestion("burglary"))
    assert '<mark class="sc-mark">burglary</mark>' in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) <= SHOWN + len('<mark class="sc-mark"></mark>……')


def test_a_fragment_without_the_words_begins_at_the_beginning():
    assert fragment(["What it says."], SearchQuestion("other")) == "What it says."
    assert fragment([], SearchQuestion("other")) == ""


def test_a_fragment_shows_first_what_the_heading_does_not():
    pieces = ["A burglary.", "The police."]
    found = fragment(pieces, SearchQuestion("burglary police"), heading="Burglary")
    assert found == 'The <mark class="sc-mark">police</mark>.'


def test_a_text_that_says_one_word_thousands_of_times_is_shown_in_time():
    began = monotonic()
    assert "<mark" in fragment(["xx " * 6_600], SearchQuestion("xx"))
    assert monotonic() - began < 5
