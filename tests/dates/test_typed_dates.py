import pytest

from archive.dates import typed_dates
from archive.dates.edtf import NotADate
from archive.dates.typed_dates import Ambiguous


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("2020-11-10", "2020-11-10"),
        ("10.11.2020", "2020-11-10"),
        ("1.2.2020", "2020-02-01"),
        ("2020/11/10", "2020-11-10"),
        ("11/2020", "2020-11"),
        ("Nov 2020", "2020-11"),
        ("Nov. 10, 2020", "2020-11-10"),
        ("10th November 2020", "2020-11-10"),
        ("10 ноября 2020 г.", "2020-11-10"),
        ("10 նոյեմբերի 2020", "2020-11-10"),
        ("xx.10.2020", "2020-10-XX"),
        ("xx.xx.2020", "2020-XX-XX"),
        ("12 December", "XXXX-12-12"),
        ("c. 2020", "2020~"),
        ("about Nov 2020", "2020-11~"),
        ("probably May 2021", "2021-05?"),
        ("1990s", "199X"),
        ("spring 2021", "2021-21"),
        ("by 15 December 2021", "[..2021-12-15]"),
        ("since May 2021", "2021-05/.."),
        ("between 9 and 15 October 2020", "[2020-10-09..2020-10-15]"),
        ("from 27 September to 9 November 2020", "2020-09-27/2020-11-09"),
        ("9 or 10 November 2020", "[2020-11-09,2020-11-10]"),
        ("25/04/2021", "2021-04-25"),
        ("04/25/2021", "2021-04-25"),
        ("04/04/2021", "2021-04-04"),
    ],
)
def test_a_date_as_people_type_it_is_read(typed, edtf):
    assert typed_dates.read(typed) == edtf


def test_what_can_mean_two_days_is_asked_about_and_read_as_it_was_said():
    with pytest.raises(Ambiguous) as error:
        typed_dates.read("03/04/2021")
    assert (
        error.value.reason
        == "it can mean 3 April 2021 or 4 March 2021: choose in the import settings which comes first"
    )
    assert [typed_dates.read("03/04/2021", first) for first in (True, False)] == ["2021-04-03", "2021-03-04"]


def test_a_dash_between_two_days_is_not_guessed():
    with pytest.raises(
        Ambiguous, match="it can mean one day within that time, or all of it: write “between … and …”, or “from … to …”"
    ):
        typed_dates.read("9–15 October 2020")


@pytest.mark.parametrize("typed", ["banana", "10.11.20", "31.02.2020", "13/13/2020", "yesterday", "between us"])
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(NotADate):
        typed_dates.read(typed)


@pytest.mark.parametrize(
    "typed",
    ["winter 2020/21", "Winter 2020–2021", "winter of 2020-21", "зима 2020/2021", "ձմեռ 2020-2021", "qış 2020/21"],
)
def test_a_winter_of_two_years_is_asked_about(typed):
    with pytest.raises(Ambiguous) as error:
        typed_dates.read(typed)
    assert error.value.reason == (
        "a winter covers two years: write [2020-12..2021-02] if it was one day, or 2020-12/2021-02 if it was all of it"
    )
    assert typed_dates.read("[2020-12..2021-02]") == "[2020-12..2021-02]"


@pytest.mark.parametrize("typed", ["winter 2020", "зима 2020 г.", "2020-24"])
def test_a_winter_of_one_year_is_kept_as_it_is_told(typed):
    assert typed_dates.read(typed) == "2020-24"
