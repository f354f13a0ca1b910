"""Every form in which a page tells a date, in any of its languages, can be typed back."""

import pytest
from django.conf import settings
from django.utils.translation import override

from archive.dates.edtf import parse
from archive.dates.in_words import read_words
from archive.dates.typed_dates import Ambiguous, NotADate, read

LANGUAGES = [code for code, _ in settings.LANGUAGES]
POINTS = [
    *(f"2020-{month:02}" for month in range(1, 13)),
    *(f"2021-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 9, 28)),
    *(f"2020-{season}" for season in (21, 22, 23, 24)),
    *("2020", "0987", "202X", "20XX", "1XXX", "2020-XX", "2020-XX-XX", "2020-11-XX"),
    *(f"XXXX-{month:02}-10" for month in range(1, 13)),
    *("202X-12", "202X-12-10"),
]
ENDS = ["2019", "2020-02", "2020-02-29", "2020-21"]
SPANS = [
    *(form.format(one) for form in ("{}/..", "../{}", "[{}..]", "[..{}]") for one in ENDS),
    *(form.format(one, "2021-03-04") for form in ("{}/{}", "[{}..{}]", "[{},{}]") for one in ENDS),
    *("[2020-10-09..2020-10-15]", "2020-09-27/2020-11-09", "[2020,2021,2022]", "2020-03/2020-04"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mark", ["", "~", "?", "%"])
def test_every_point_in_time_is_read_as_it_is_written(language, mark):
    with override(language):
        told = {f"{text}{mark}": parse(f"{text}{mark}").words for text in POINTS}
    assert {text: read(words) for text, words in told.items()} == {text: text for text in told}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_span_is_read_as_it_is_written(language):
    with override(language):
        told = {text: parse(text).words for text in SPANS}
    assert {text: read(words) for text, words in told.items()} == {text: text for text in told}


@pytest.mark.parametrize("text", ["", "words", "2020 or so many", "between", "a day in", "from to", "10 Madeup 2020"])
def test_what_no_page_writes_is_not_read(text):
    assert read_words(text) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *[("circa 2020", "2020~"), ("ca. May 2021", "2021-05~"), ("ca 2020", "2020~"), ("c. 2020", "2020~")],
        *[("2020 թ. նոյեմբերի 10", "2020-11-10"), ("2020 թ. նոյեմբեր", "2020-11")],
        *[("2020թ. նոյեմբերի 10-ին", "2020-11-10"), ("նոյեմբերին 2020", "2020-11")],
        *[("10 noyabr 2020-ci il", "2020-11-10"), ("2020-ci il 10 noyabr", "2020-11-10")],
        *[("10 Kasım 2020", "2020-11-10"), ("10 нояб. 2020 г.", "2020-11-10"), ("10 ноября 2020г.", "2020-11-10")],
        *[("осень 2020", "2020-23"), ("payız 2020", "2020-23"), ("աշուն 2020", "2020-23"), ("kış 2020", "2020-24")],
        *[("2020-11-10 00:00:00", "2020-11-10"), ("2020-11-10T00:00:00+00:00", "2020-11-10")],
        *[("10.11.2020 0:00", "2020-11-10"), ("2020-11-10T00:00:00Z", "2020-11-10")],
        *[("в ноябре 2020".removeprefix("в "), "2020-11"), ("10 noyabrda 2020", "2020-11-10")],
        *[("2020-21", "2020-21"), ("1 Eylül 2020", "2020-09-01"), ("Sept. 2020", "2020-09")],
    ],
)
def test_dates_are_read_as_people_type_them(typed, meant):
    assert read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("10/11/20", "a year of two digits is ambiguous: write it in four"),
        ("10.11.20", "a year of two digits is ambiguous: write it in four"),
        ("2020-11-10 14:30", "times of day are not supported: write the day alone"),
        ("2020-11-10T09:00:00Z", "times of day are not supported: write the day alone"),
    ],
)
def test_what_leaves_out_what_has_to_be_known_is_refused_with_the_reason(typed, why):
    with pytest.raises(NotADate, match=why):
        read(typed)


@pytest.mark.parametrize("typed", ["2020/21", "2020–21", "2020 – 23", "2019/20"])
def test_two_years_or_a_season_are_asked_about(typed):
    with pytest.raises(Ambiguous, match="it can mean several years, or a month or season of one year: write"):
        read(typed)
