import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.letters import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [("Montréal", "MONTREAL"), ("ё", "Е"), ("և", "եւ"), ("Şuşa", "susa"), ("Ə", "e"), ("ﬁ", "fi"), ("a  b\n", " A b")],
)
def test_spellings_that_belong_together_meet(one, other):
    assert fold(one) == fold(other)


@given(st.text())
def test_what_is_folded_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)
