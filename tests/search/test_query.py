"""The text box, read: words, phrases, what must not be there, and no other syntax."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search import query
from archive.search.query import TooLong, read


def pieces(text):
    asked = read(text)
    return [" ".join(p.words) for p in asked.wanted], [" ".join(p.words) for p in asked.unwanted]


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("metal rod", ["metal", "rod"], []),
        ('"metal rod" burnt', ["metal rod", "burnt"], []),
        ("«metal rod» -burnt", ["metal rod"], ["burnt"]),
        ('-"metal rod" burnt', ["burnt"], ["metal rod"]),
        ('"metal rod', ["metal rod"], []),
        ("well-known", ["well known"], []),
        ("hrw.example/report", ["hrw example report"], []),
        ("a a", ["a"], []),
        ("- -- -", [], []),
        ("AND OR NOT NEAR(", ["and", "or", "not", "near"], []),
    ],
)
def test_what_was_typed_is_read_as_meant(text, wanted, unwanted):
    assert pieces(text) == (wanted, unwanted)


def test_references_are_seen_wherever_they_stand():
    assert read("see cas-0005, and https://archive.example/people/PER-0002/").references == ("CAS-0005", "PER-0002")


def test_the_last_word_may_go_on_unless_a_blank_follows_or_it_was_quoted():
    assert [read(text).typing for text in ("metal ro", "metal ro ", '"ro"', "r", "")] == ["ro", "", "", "", ""]
    assert read("metal ro", exact=True).typing == ""


def test_more_words_than_the_box_takes_are_refused():
    with pytest.raises(TooLong, match="The search takes at most 12 words; you entered 13"):
        read(" ".join(["word"] * 13))


@given(st.text(max_size=200))
def test_nothing_that_can_be_typed_breaks_it(text):
    try:
        asked = read(text)
    except TooLong:
        return
    assert all(word.isalnum() for piece in (*asked.wanted, *asked.unwanted) for word in piece.words)
    assert len(asked.wanted) <= query.MAX_WORDS
