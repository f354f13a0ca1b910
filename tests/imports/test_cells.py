import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.imports.schema import cells


@given(st.text())
def test_what_is_defused_comes_back_whole(text):
    assert cells.unescape_formula(cells.defuse(text)) == text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_that_a_spreadsheet_would_run_is_written(start):
    assert cells.defuse(f"{start}cmd|' /C calc'!A0")[0] == "'"


@given(st.text())
def test_nothing_written_begins_like_a_formula(text):
    assert not cells.defuse(text).startswith(("=", "+", "-", "@", "\t", "\r"))


values = st.lists(st.text(min_size=1).map(str.strip).filter(bool))


@given(values)
def test_several_values_in_one_cell_come_back_whole(several):
    assert cells.split(cells.join(several)) == several


def test_a_literal_semicolon_is_escaped():
    assert cells.join(["a;b", "c\\d"]) == "a\\;b; c\\\\d"
    assert cells.split("a\\;b; c\\\\d") == ["a;b", "c\\d"]


@pytest.mark.parametrize(
    ("typed", "kept", "running"),
    [
        (" Madeupton\u00a0", "Madeupton", "Madeupton"),
        ("Made\u200bupton", "Madeupton", "Made\u200bupton"),
        ("Cafe\u0301", "Caf\u00e9", "Caf\u00e9"),
        (
            "\u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645",
            "\u0646\u0645\u06cc\u062f\u0627\u0646\u0645",
            "\u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645",
        ),
    ],
)
def test_a_cell_is_kept_in_one_form_and_running_text_keeps_its_joiners(typed, kept, running):
    assert (cells.cleaned(typed), cells.cleaned(typed, is_running=True)) == (kept, running)
