import io

import pytest

from archive import encodings


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("Made up", "ascii", "utf-8-sig"),
        ("Շուշի, Шуша, Şuşa", "utf-8", "utf-8-sig"),
        ("Շուշի", "utf-8-sig", "utf-8-sig"),
        ("Шуша and more", "utf-16", "utf-16"),
        ("made up without a mark", "utf-16-le", "utf-16-le"),
        ("made up without a mark", "utf-16-be", "utf-16-be"),
        ("Вымышленный пленный под Шушой", "cp1251", "cp1251"),
        ("Հնարված գերի Շուշիում, Բաքվի բանտում", "armscii-8", "armscii-8"),
        ("Made-up café in Orléans, Muñoz", "cp1252", "cp1252"),
    ],
)
def test_the_encodings_that_people_have_are_told_apart(text, encoding, name):
    data = text.encode(encoding)
    assert encodings.recognise(io.BytesIO(data)) == name
    assert data.decode(name) == text


def test_every_letter_of_armscii_8_comes_back():
    letters = "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ"
    text = letters + letters.lower()
    assert text.encode("armscii-8").decode("armscii-8") == text


def test_lines_in_two_encodings_are_named():
    mixed = "Շուշի\n".encode() + "Шуша\n".encode("cp1251")
    with pytest.raises(encodings.Mixed, match=r"line 1 is UTF-8, and line 2 can't be"):
        encodings.recognise(io.BytesIO(mixed))


@pytest.mark.parametrize(("first", "then"), [("utf-8", "cp1251"), ("cp1251", "utf-8")])
def test_another_encoding_far_down_is_told(first, then):
    data = "Вымышленное слово\n".encode(first) * 20_000 + "Вымышленное\n".encode(then)
    with pytest.raises(encodings.Mixed):
        encodings.recognise(io.BytesIO(data))
