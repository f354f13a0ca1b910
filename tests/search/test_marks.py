"""Each hit says where and why it matched."""

import pytest

from archive.search import query
from archive.search.documents import passages_of
from archive.search.finding import finding
from archive.search.marks import Highlighter, reasons
from tests import made_up

pytestmark = pytest.mark.django_db


def told(row, text, *, exact=False):
    """The passages of a hit as text, with what is marked between stars, and the note."""
    with finding(query.read(text, exact=exact), None) as finder:
        found = reasons(passages_of([row], None)[row.pk], Highlighter(finder))
    marked = ["".join(f"*{s.text}*" if s.marked else s.text for s in reason.fragments) for reason in found]
    return [(reason.label, text, reason.note) for reason, text in zip(found, marked, strict=True)]


def test_a_word_is_marked_as_it_stands_there_with_accents_and_case():
    row = made_up.case("Çase at Montrëal")
    assert told(row, "montreal") == [("Title", "Çase at *Montrëal*", "")]


def test_another_form_of_a_word_says_so():
    row = made_up.case("Plain", summary="They interrogated him.")
    assert told(row, "interrogating") == [("Summary", "They *interrogated* him.", "another form of the word")]


def test_a_name_in_other_letters_says_which():
    town = made_up.place("Madeupton")
    made_up.name(town, "Մադեուփտոն", language="hy")
    assert told(town, "Мадеуптон")[0] == ("Title", "*Madeupton*", "sounds alike, in Latin letters")
    assert told(town, "Madeupton")[1:] == [("Name", "*Մադեուփտոն*", "sounds alike, in Armenian letters")]
    assert told(town, "Madeupton", exact=True) == [("Title", "*Madeupton*", "")]


def test_the_text_around_is_cut_at_words():
    row = made_up.case("Plain", summary=f"{'before ' * 40}quixotic {'after ' * 40}")
    ((_, text, _),) = told(row, "quixotic")
    assert (text[:9], text[-8:]) == ("… before ", " after …")
    assert text.count("*quixotic*") == 1


def test_ninety_characters_are_shown_on_each_side():
    row = made_up.case("Plain", summary=f"{'a ' * 100}quixotic{' b' * 100}")
    assert told(row, "quixotic") == [("Summary", f"… {'a ' * 45}*quixotic*{' b' * 45} …", "")]


def test_a_phrase_is_marked_as_one():
    row = made_up.case("Plain", summary="A sharp metal rod, and another metal thing.")
    assert told(row, '"metal rod"') == [("Summary", "A sharp *metal rod*, and another metal thing.", "")]


def test_what_is_not_shown_is_not_told():
    row = made_up.testimony("Plain", text="quixotic words")
    assert told(row, "quixotic") == []


def test_a_word_that_goes_on_is_marked_whole():
    row = made_up.case("Plain", summary="They were beaten.")
    assert told(row, "beat") == [("Summary", "They were *beaten*.", "")]


def test_another_form_of_what_is_spelt_otherwise_is_marked_too():
    made_up.place("Madeupton")
    row = made_up.case("Plain", summary="The Madeuptons say so.")
    assert told(row, "Madeuptan") == [("Summary", "The *Madeuptons* say so.", "spelt differently")]
