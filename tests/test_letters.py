import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.letters import fold, in_latin, phonetic_keys, words_as_written


@pytest.mark.parametrize(
    ("one", "other"),
    [("Montréal", "MONTREAL"), ("ё", "Е"), ("և", "եւ"), ("Şuşa", "susa"), ("Ə", "e"), ("ﬁ", "fi"), ("a  b\n", " A b")],
)
def test_spellings_that_belong_together_meet(one, other):
    assert fold(one) == fold(other)


@given(st.text())
def test_what_is_folded_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "spellings",
    [
        ["Euljekjian", "Eulgekjian", "Էուլջեկջյան", "Эулджекджян"],
        ["Shusha", "Shushi", "Շուշի", "Şuşa", "Шуша"],
        ["Hakobyan", "Hagopian", "Հակոբյան", "Акопян"],
        ["Jafarov", "Cəfərov", "Ջաֆարով", "Джафаров"],
        ["Khachatryan", "Xaçatryan", "Խաչատրյան", "Хачатрян"],
        ["Gevorg", "Kevork", "Գևորգ", "Геворг"],
        ["Əhmədov", "Akhmedov", "Ахмедов", "Ահմեդով"],
        ["Hüseynov", "Guseinov", "Гусейнов", "Հուսեյնով"],
        ["İbrahimov", "IBRAHIMOV", "Ибрагимов", "Իբրահիմով"],
        ["Harutyunyan", "Հարությունյան", "Յարութիւնեան", "Арутюнян"],
        ["Mkrtchyan", "Mgrdichian", "Մկրտչյան", "Մկրտիչեան"],
        ["Hovhannes", "Hovannes", "Հովհաննես", "Ованес"],
    ],
)
def test_one_name_sounds_alike_in_every_script(spellings):
    heard = [phonetic_keys(spelling) for spelling in spellings]
    assert [len(words) for words in heard] == [1] * len(spellings)
    assert frozenset.intersection(*(words[0] for words in heard)) != frozenset()


def test_a_doubled_consonant_is_heard_once_and_one_beside_a_vowel_again():
    assert [phonetic_keys("Anna"), phonetic_keys("Nona")] == [[frozenset({"N"})], [frozenset({"NN"})]]


def test_names_that_sound_otherwise_stay_apart():
    assert phonetic_keys("Madeupian")[0].isdisjoint(phonetic_keys("Fictitian")[0])


@given(st.text())
def test_whatever_is_heard_is_letters_alone(text):
    assert all(way.isalpha() and way.isupper() for word in phonetic_keys(text) for way in word)


def test_a_dotted_capital_parts_no_word():
    assert words_as_written("İsmayılov İLHAM") == ["ismayılov", "ilham"]
    assert in_latin("İLYASOV") == "ilyasov"
