from datetime import date, timedelta

import edtf as reference_edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates import edtf

WORDS = {
    "2020-11-10": "10 November 2020",
    "2021-03": "March 2021",
    "2020": "2020",
    "2020-10~": "about October 2020",
    "2021-10?": "October 2021 (the source is unsure)",
    "2021%": "about 2021 (the source is unsure)",
    "[2020-10-09..2020-10-15]": "between 9 and 15 October 2020",
    "[2020-09-27..2020-11-09]": "between 27 September and 9 November 2020",
    "[2020-12-30..2021-01-02]": "between 30 December 2020 and 2 January 2021",
    "2020-09-27/2020-11-09": "from 27 September to 9 November 2020",
    "2020-10/2020-12": "from October to December 2020",
    "2020/..": "from 2020",
    "../2020": "until 2020",
    "[..2021-12-15]": "by 15 December 2021",
    "[2021-12-15..]": "on or after 15 December 2021",
    "[2020-10-09,2020-10-15]": "9 October 2020 or 15 October 2020",
    "XXXX-12-10": "10 December, year not stated",
    "2020-12-XX": "a day in December 2020",
    "2020-XX-XX": "a day in 2020",
    "2020-XX": "a month in 2020",
    "202X": "the 2020s",
    "20XX": "a year from 2000 to 2099",
    "2020-21": "spring 2020",
}

BOUNDS = {
    "2020-11-10": (date(2020, 11, 10), date(2020, 11, 10)),
    "2020-02": (date(2020, 2, 1), date(2020, 2, 29)),
    "2021-10?": (date(2021, 10, 1), date(2021, 10, 31)),
    "[2020-10-09..2020-10-15]": (date(2020, 10, 9), date(2020, 10, 15)),
    "[..2021-12-15]": (None, date(2021, 12, 15)),
    "2020/..": (date(2020, 1, 1), None),
    "XXXX-12-10": (None, None),
    "202X": (date(2020, 1, 1), date(2029, 12, 31)),
    "2020-XX-XX": (date(2020, 1, 1), date(2020, 12, 31)),
    "[2022,2020-05]": (date(2020, 5, 1), date(2022, 12, 31)),
}

REFUSED = {
    "10.11.2020": "it has another form",
    "2020-13": "there is no month 13",
    "2021-02-29": "February 2021 has no day 29",
    "2021/2020": "it ends (2020) before it begins (2021)",
    "[2020-10-15..2020-10-09]": "it ends (9 October 2020) before it begins (15 October 2020)",
    "[..]": "both of its ends are open",
    "2020/2021/2022": "it has more than two parts",
    "[2020": "the bracket [ is not closed",
    "0000": "there is no year 0000",
    "XXXX": "only the last digits of a year can be left open",
    "2X20": "only the last digits of a year can be left open",
    "2020-1X": "a month or a day is left open as XX",
    "2020-XX-10": "a day needs its month",
    "XXXX-12-10/2020": "a part without a year can’t be placed in time",
    "2020-00": "there is no month 00",
    "2020-21-01": "there is no month 21",
}


@pytest.mark.parametrize(("text", "words"), WORDS.items())
def test_a_date_is_said_in_words(text, words):
    assert edtf.parse(text).words == words


@pytest.mark.parametrize(("text", "bounds"), BOUNDS.items())
def test_a_date_knows_its_first_and_last_possible_day(text, bounds):
    parsed = edtf.parse(text)
    assert (parsed.earliest, parsed.latest) == bounds


@pytest.mark.parametrize(("text", "why"), REFUSED.items())
def test_what_is_no_date_is_refused_with_the_reason_and_what_is_expected(text, why):
    with pytest.raises(edtf.NotADate) as refusal:
        edtf.parse(text)
    assert str(refusal.value) == f"“{text}” is not a date this archive can read: {why}. {edtf.EXPECTED}"


days = st.dates(date(1000, 1, 1), date(9999, 12, 31))
points = st.builds(lambda day, length: day.isoformat()[:length], days, st.sampled_from([4, 7, 10]))


def second_opinion(text):
    """The bounds that the package edtf gives."""
    parsed = reference_edtf.parse_edtf(text)
    return tuple(date(*struct[:3]) for struct in (parsed.lower_strict(), parsed.upper_strict()))


@given(points, st.sampled_from(["", "?", "~", "%"]))
def test_the_bounds_of_a_point_are_those_of_a_second_reader(text, mark):
    parsed = edtf.parse(text + mark)
    assert (parsed.earliest, parsed.latest) == second_opinion(text)


@given(points, points)
def test_the_bounds_of_a_span_are_those_of_a_second_reader(one, other):
    first, last = sorted([one, other], key=lambda text: edtf.parse(text).earliest)
    parsed = edtf.parse(f"{first}/{last}")
    assert (parsed.earliest, parsed.latest) == (second_opinion(first)[0], second_opinion(last)[1])


@pytest.mark.parametrize(
    ("text", "last"), [("2019-24", "2020-02-29"), ("2020-24", "2021-02-28"), ("9999-24", "9999-02-28")]
)
def test_a_winter_may_be_the_one_that_ends_in_its_year_or_that_begins_in_it(text, last):
    winter = edtf.parse(text)
    assert (winter.earliest.isoformat(), winter.latest.isoformat()) == (f"{text[:4]}-01-01", last)


@given(st.sampled_from(["202X", "20XX", "2020-XX", "2020-XX-XX", "2020-02-XX", "2020-21", "2020-23"]))
def test_the_bounds_of_open_digits_and_seasons_are_those_of_a_second_reader(text):
    parsed = edtf.parse(text)
    assert (parsed.earliest, parsed.latest) == second_opinion(text)


near = st.dates(date(2020, 1, 1), date(2020, 2, 28))


@given(near, near, near, near)
def test_overlap_is_having_a_day_in_common(a, b, c, d):
    (first, last), (early, late) = sorted([a, b]), sorted([c, d])
    parsed = edtf.parse(f"{first}/{last}")
    mine = {first + timedelta(n) for n in range((last - first).days + 1)}
    theirs = {early + timedelta(n) for n in range((late - early).days + 1)}
    assert parsed.overlaps(early, late) == bool(mine & theirs)


@given(st.text(max_size=30))
def test_any_other_text_is_refused_and_never_breaks(text):
    try:
        parsed = edtf.parse(text)
    except edtf.NotADate:
        return
    assert parsed.text == text.strip()
