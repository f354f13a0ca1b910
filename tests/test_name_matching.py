"""How a name is recognised in a text: every listed spelling, and few of what is none."""

import random
from urllib.parse import quote

import pytest

from archive.name_matching import NameMatcher, Reading
from tests.made_up import texts as made_up_texts

NAMES = ["Zqvardan Zqpetrosyan", "Զքվարդան Զքպետրոսյան"]
WHOLE = [
    "Zqvardan Zqpetrosyan",
    "Zqpetrosyan, Zqvardan",
    "zqvardan zqpetrosyan’s",
    "Zqvardan_Zqpetrosyan",
    "https://en.wikipedia.org/wiki/Zqvardan_Zqpetrosyan",
    "#ZqvardanZqpetrosyan",
    "zqvardanzqpetrosyan",
    "Զքվարդան_Զքպետրոսյան",
    "https://hy.wikipedia.org/wiki/" + quote("Զքվարդան_Զքպետրոսյան"),
    "https://example.org/?to=" + quote("https://hy.wikipedia.org/wiki/" + quote("Զքվարդան Զքպետրոսյան")),
    "Zq\u00advar\u00addan Zqpet\u00adrosyan",
    "Zqvar\u200bdan Zqpetrosyan",
    "Zqv\u0430rdan Zqpetrosyan",  # a Cyrillic letter
    "Զքվարդանի Զքպետրոսյանի",
    "ԶՔՎԱՐԴԱՆ ԶՔՊԵՏՐՈՍՅԱՆ",
    "Zqvardan-Zqpetrosyan",
    "Zqvardan\nZqpetrosyan",
    "Z q v a r d a n  Zqpetrosyan",
    "Zqvardan (Zqpetrosyan)",
    "zqvardan.zqpetrosyan@example.org",
    "IMG_Zqvardan_Zqpetrosyan_2020.jpg",
    "&#90;qvardan Zqpetrosyan",
    "zqvardan-zqpetrosyan",
    "https://" + "զքվարդանզքպետրոսյան".encode("idna").decode() + ".example/",
    "𝐙𝐪𝐯𝐚𝐫𝐝𝐚𝐧 𝐙𝐪𝐩𝐞𝐭𝐫𝐨𝐬𝐲𝐚𝐧",
    "Z\u0301qvardan Zqpetrosya\u0302n",
]
PERHAPS = [
    "Zqvardan Hakobi Zqpetrosyan",
    "Z. Zqpetrosyan",
    "Zqpetrosyan",
    "Зквардана Зкпетросяна",
    "Zqvardan “Zhora” Zqpetrosyan",
    "Zqpetrosyan, who was with his brother when he was taken, is called Zqvardan",
    "Zqbedrosian",
]


@pytest.mark.parametrize("text", WHOLE)
def test_a_whole_name_is_recognised_however_it_is_written(text):
    assert NameMatcher(NAMES).stand_in(f"They say that {text} was there.")


@pytest.mark.parametrize("text", PERHAPS)
def test_what_may_be_the_name_is_told_and_is_not_taken_for_the_whole(text):
    names, reading = NameMatcher(NAMES), Reading(f"They say that {text} was there.")
    assert (names.whole(reading), bool(names.possible_places([reading])[0])) == ([], True)


@pytest.mark.parametrize(
    "text", ["Zqvardanian words", "Zq petrol", "zqvar dan", "They saw Z there.", "Stepzqvardan", "zqpetrosal and more"]
)
def test_what_is_not_the_name_is_not_told(text):
    names, reading = NameMatcher(NAMES), Reading(text)
    assert (names.whole(reading), names.possible_places([reading])) == ([], [[]])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Anna Ter-Minazqyan", "There was Terminazqyan."),
        ("Anna Terminazqyan", "There was Ter-Minazqyan."),
        ("Anna Terminazqyan", "There was Ter Minazqyan."),
        ("Anna DeLaQruz", "There was Delaqruz."),
        ("Anna Delaqruz", "There was DeLaQruz."),
        ("Anna Zq-Li-Oglu", "There was Zqlioglu."),
        ("Anna IlGarZqov", "There was ilgarzqov."),
        ("Աննա Տէր-Զքինասեան", "Այնտեղ Terzqinasyan էր։"),
    ],
)
def test_a_family_name_is_told_wherever_its_parts_are_parted(name, text):
    assert NameMatcher([name]).possible_places([Reading(text)]) != [[]]


@pytest.mark.parametrize(
    "text",
    [
        "IMG2020Zqpetrosyan",
        "Zqpet\u00adrosyan was there.",
        "Zqpet\u200brosyan was there.",
        "They saw zQpEtRoSyAn.",
        "#TerZqpetrosyanov and ZqPetRosyan",
    ],
)
def test_a_family_name_alone_is_told_in_disguise(text):
    assert NameMatcher(["Zqvardan Zqpetrosyan"]).possible_places([Reading(text)]) != [[]]


def test_a_short_family_name_is_told_beside_an_initial_and_not_alone():
    names = NameMatcher(["Zqvardan Zqli"])
    told = [
        bool(names.possible_places([Reading(text)])[0]) for text in ("Z. Zqli spoke.", "Zqli Z. spoke.", "Zqli spoke.")
    ]
    assert told == [True, True, False]


def test_a_word_of_three_letters_may_be_a_name_spelt_otherwise_and_one_of_two_may_not():
    names = NameMatcher(["Zqvardan Qaz", "Zqvardan Ka"])
    assert names.similar_words([Reading("It was Kaz and Qa who spoke.")]) == {"kaz"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ara Asoyan", "He gave a reason."),
        ("Ara Asoyan", "They raise an exception."),
        ("Asoyan Ali", "It is only here."),
        ("Ali Hasan", "She has an answer."),
        ("Anna Ahmad", "He was a named one."),
    ],
)
def test_ordinary_words_side_by_side_are_no_short_name(name, text):
    assert NameMatcher([name]).possible_places([Reading(text)]) == [[]]


def test_the_words_of_a_name_in_several_texts_of_one_record_are_told_together():
    names = NameMatcher(["Zqani Zqli"])
    texts = ["Zqani was there.", "So was one Zqli."]
    alone = [names.possible_places([Reading(text)]) for text in texts]
    assert alone == [[[]], [[]]]
    assert names.possible_places([Reading(text) for text in texts]) == [[(0, 5)], [(11, 15)]]


def test_a_word_of_a_public_name_is_not_taken_for_a_protected_one():
    names, public = NameMatcher(["Zqvardan Zqpetrosyan"]), NameMatcher(["Zqsona Zqpetrosyan"])
    reading = Reading("Zqsona Zqpetrosyan spoke, and Zqpetrosyan was silent.")
    assert [reading.text[start:end] for start, end in names.possible_places([reading], public)[0]] == ["Zqpetrosyan"]
    assert names.possible_places([Reading("Zqsona Zqpetrosyan spoke.")], public) == [[]]


def test_what_stands_around_a_name_is_told_as_a_person_reads_it():
    around = list(NameMatcher(NAMES).around("See https://example.org/" + quote("Զքվարդան_Զքպետրոսյան")))
    assert around == ["See https://example.org/Զքվարդան_Զքպետրոսյան"]


def test_of_a_thousand_texts_without_a_protected_name_two_in_a_hundred_at_most_are_cautioned():
    draw = random.Random(17)  # noqa: S311 – the same texts each time
    names = NameMatcher(made_up_texts.protected_names(draw, 60))
    texts = [Reading(made_up_texts.text(draw)) for _ in range(1000)]
    told = [text.text for text in texts if names.whole(text) or names.possible_places([text])[0]]
    assert len(told) <= 20, told[:5]
