"""The interface is in plain English: short sentences, and none of the words that readers and curators stumbled over."""

import re

from archive.management.catalogues import gathered

LONGEST = 25  # words of one sentence
ODD = re.compile(
    r"\b(anew|bears?|beside|by now|(?:hand|handed) (?:it )?in|hangs?|in its stead|lies under|of late|off the desk"
    r"|open to you|parted|stands?|surely|taken in|whoever)\b",
    re.IGNORECASE,
)


def sentences(message):
    """The sentences of a message, without what stands in brackets, tags and places for values."""
    plain = re.sub(r"<[^>]+>|\([^()]*\)", " ", re.sub(r"%\(\w+\)s|\{[^}]*\}", "X", message))
    return re.split(r"(?<=[.!?:;])\s+|\n+", plain)


def words_in(sentence):
    return len(re.findall(r"\w[\w’'-]*", sentence))


def messages():
    own = [one for one in gathered() if one.id]
    return [text for one in own for text in ([one.id] if isinstance(one.id, str) else one.id)]


def test_no_sentence_is_longer_than_twenty_five_words():
    assert [text for text in messages() if any(words_in(one) > LONGEST for one in sentences(text))] == []


def test_no_word_is_one_that_people_stumbled_over():
    assert [(found[0], text) for text in messages() if (found := ODD.search(text))] == []
