"""Dates at the desk are typed as people write them, told back in words, and asked about where they mean two things."""

import pytest
from django.urls import reverse

from archive.admin.typed_dates import TypedDateField, reading_of
from archive.dates import edtf
from archive.models import Case, Citation
from archive.vocabularies import State
from tests import made_up
from tests.admin.test_desk import form_of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return made_up.case("A made-up case", date="2020-10", state=State.DRAFT)


def sent(desk, row, **values):
    address = page(Case, "change", row.pk)
    answer = desk.post(address, form_of(desk, address) | values)
    row.refresh_from_db()
    return answer


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("between 9 and 15 October 2020", "[2020-10-09..2020-10-15]"),
        ("c. 1997", "1997~"),
        ("Nov 1997", "1997-11"),
        ("10.11.1997", "1997-11-10"),
        ("xx.11.1997", "1997-11-XX"),
        ("10 ноября 1997 г.", "1997-11-10"),
        ("10 նոյեմբերի 1997", "1997-11-10"),
        ("10 noyabr 1997", "1997-11-10"),
        ("2020-10-09/2020-10-15", "2020-10-09/2020-10-15"),
        ("", ""),
    ],
)
def test_a_date_is_kept_as_edtf_however_it_was_typed(desk, row, typed, kept):
    assert sent(desk, row, date=typed).status_code == 302
    assert str(row.date) == kept


def test_the_date_of_a_part_is_typed_alike(desk, row):
    own = {"citation_set-TOTAL_FORMS": "1", "citation_set-0-source": made_up.source().pk}
    sent(desk, row, **own, **{"citation_set-0-reported_on": "c. 1997"})
    assert str(Citation.objects.get().reported_on) == "1997~"


def test_what_has_two_meanings_is_asked_about_and_kept_as_it_was_chosen(desk, row):
    asked = sent(desk, row, date="9–15 October 2020", summary="Made-up words.")
    said = asked.content.decode()
    assert (asked.status_code, str(row.date), "Made-up words." in said) == (200, "2020-10", True)
    assert "“9–15 October 2020” can mean more than one date. Choose which." in said
    for meaning in ("[2020-10-09..2020-10-15]", "2020-10-09/2020-10-15"):
        assert f'<input type="radio" name="date-meant" value="{meaning}">' in said
    sent(desk, row, **{"date": "9–15 October 2020", "date-meant": "2020-10-09/2020-10-15"})
    assert str(row.date) == "2020-10-09/2020-10-15"


def test_a_choice_that_is_none_of_its_meanings_is_not_taken(desk, row):
    sent(desk, row, **{"date": "9–15 October 2020", "date-meant": "1997"})
    assert str(row.date) == "2020-10"


def test_what_cannot_be_read_says_why_and_keeps_what_was_typed(desk, row):
    said = sent(desk, row, date="the other day").content.decode()
    assert ("“the other day” can’t be read as a date" in said, 'value="the other day"' in said) == (True, True)


def test_a_date_typed_otherwise_that_means_the_same_changes_nothing():
    field, kept = TypedDateField(), edtf.parse("2020-10")
    assert [field.has_changed(kept, typed) for typed in ("2020-10", "Oct 2020", "Nov 2020", "", "?")] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_every_ambiguous_date_offers_meanings_that_can_be_read():
    typed = ["03/04/2021", "winter 2020/21", "2020/21", "9–15 October 2020", "Sept - Oct 2020"]
    offered = [reading_of(one).meanings for one in typed]
    assert [len(meanings) for meanings in offered] == [2] * len(typed)
    assert all(edtf.parse(one).words == words for meanings in offered for one, words in meanings)


def test_how_a_date_is_read_is_told_while_it_is_typed_in_the_language_of_the_desk(desk):
    address = reverse("desk:read-date")
    assert desk.post(address, {"typed": "c. 1997"}).json() == {"words": "about 1997", "meanings": [], "problem": ""}
    assert desk.post(f"/ru{address}", {"typed": "10.11.1997"}).json()["words"] == "10 ноября 1997 г."
    assert desk.post(address, {"typed": "\x00"}).json() == {"words": "", "meanings": [], "problem": ""}
    assert desk.get(address).status_code == 405
